using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Backlot.Studio.Writing;

/// <summary>Stops a save that would change rows of the studio past <see cref="StudioWrites"/>: such a change would be in no version of its
/// project, and whoever works on it elsewhere would never hear of it. One for each scope of services, as the context is.</summary>
internal sealed class StudioGuard : SaveChangesInterceptor
{
    private readonly HashSet<Guid> _open = [];

    /// <summary>Lets a scope be written until the end of what is returned.</summary>
    /// <returns>Null when it was open already: whoever opened it closes it.</returns>
    public IDisposable? Open(Guid scope) => _open.Add(scope) ? new Opened(this, scope) : null;

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Demand(eventData.Context);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Demand(eventData.Context);
        return ValueTask.FromResult(result);
    }

    private void Demand(DbContext? context)
    {
        foreach (var entry in context?.ChangeTracker.Entries<IStudioRow>().ToList() ?? [])
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && !_open.Contains(entry.Entity.ScopeId))
                throw new InvalidOperationException($"A {entry.Metadata.ShortName()} was about to be saved past StudioWrites.");
    }

    private sealed record Opened(StudioGuard Guard, Guid Scope) : IDisposable
    {
        public void Dispose() => Guard._open.Remove(Scope);
    }
}
