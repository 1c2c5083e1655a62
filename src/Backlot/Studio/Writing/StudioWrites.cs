using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Writing;

/// <summary>The one door through which projects, scenes, characters, brains and formats are written. Each write has a scope, the project
/// or the user's own shelf, whose row is locked first; so the writes of one scope come one after another, each seeing what the one before
/// it left, and whatever must be told of every write is told here. <see cref="StudioGuard"/> stops a save that goes past it.</summary>
/// <remarks>In a transaction of its own, or joined to the caller's. A project is also the subject of the job that measures its characters, which
/// comes here with that lock and its own row in hand: so the subject's lock is taken before the project's row, and whoever takes another
/// subject's lock (a scene's) takes it before the door. Keep what runs inside short: no provider is called, no file is read.</remarks>
internal sealed class StudioWrites(BacklotDb db, StudioGuard guard, TimeProvider time)
{
    private const string LockProject = "Studio/Writing/Sql/lock_project.sql", LockShelf = "Studio/Writing/Sql/lock_shelf.sql";

    /// <summary>Begins a project.</summary>
    /// <param name="write">Adds what the project begins with. What it leaves in the context is saved.</param>
    public Task BeginProjectAsync(Project project, Func<Task> write, CancellationToken ct) => WriteAsync(project.Id, async () =>
    {
        db.Projects.Add(project);
        await write();
        return true;
    }, ct);

    /// <summary>Changes a project or what belongs to it.</summary>
    /// <param name="write">Given the project as it is under the lock; rows that were read before are read anew inside. What it leaves in
    /// the context is saved.</param>
    /// <exception cref="Refusal">404: no such project of the owner.</exception>
    public Task<T> InProjectAsync<T>(Guid projectId, Func<Project, Task<T>> write, CancellationToken ct) => db.InTransactionAsync(async () =>
    {
        if (!await IsLockedAsync(projectId, ct))
            throw Refusal.NotFound();
        return await UnderLockAsync(projectId, write, ct);
    }, ct);

    /// <summary>Changes several projects at once; those that are gone by then are passed over. Inside <see cref="OnShelfAsync"/>, so that two who
    /// do this never wait for each other.</summary>
    /// <param name="write">As for one project.</param>
    public async Task InProjectsAsync(IEnumerable<Guid> projectIds, Func<Project, Task> write, CancellationToken ct)
    {
        foreach (var projectId in projectIds)
            if (await IsLockedAsync(projectId, ct))
                await UnderLockAsync(projectId, async project =>
                {
                    await write(project);
                    return project;
                }, ct);
    }

    /// <summary>Deletes a project with all that belongs to it; shots stay in the library.</summary>
    /// <exception cref="Refusal">404: no such project of the owner.</exception>
    public Task DeleteProjectAsync(Guid projectId, CancellationToken ct) => InProjectAsync(projectId, project =>
    {
        db.Projects.Remove(project);
        return Task.FromResult(project);
    }, ct);

    /// <summary>Changes a scene.</summary>
    /// <param name="write">Given the scene as it is under the lock. What it leaves in the context is saved.</param>
    /// <exception cref="Refusal">404: no such scene of the owner.</exception>
    public async Task<T> InSceneAsync<T>(Guid sceneId, Func<Scene, Task<T>> write, CancellationToken ct)
    {
        var projectId = await db.Scenes.Where(s => s.Id == sceneId).Select(s => (Guid?)s.ProjectId).SingleOrDefaultAsync(ct) ?? throw Refusal.NotFound();
        return await InProjectAsync(projectId, async _ =>
            await write(await db.Scenes.SingleOrDefaultAsync(s => s.Id == sceneId, ct) ?? throw Refusal.NotFound()), ct);
    }

    /// <summary>Changes a character.</summary>
    /// <param name="write">Given the character as it is under the lock. What it leaves in the context is saved.</param>
    /// <exception cref="Refusal">404: no such character of the owner.</exception>
    public async Task<T> InCharacterAsync<T>(Guid characterId, Func<Character, Task<T>> write, CancellationToken ct)
    {
        var projectId = await db.Characters.Where(c => c.Id == characterId).Select(c => (Guid?)c.ProjectId).SingleOrDefaultAsync(ct)
            ?? throw Refusal.NotFound();
        return await InProjectAsync(projectId, async _ =>
            await write(await db.Characters.SingleOrDefaultAsync(c => c.Id == characterId, ct) ?? throw Refusal.NotFound()), ct);
    }

    /// <summary>Changes the owner's own brains and formats.</summary>
    /// <param name="write">Reads what it changes. What it leaves in the context is saved.</param>
    /// <param name="alsoLocked">Another user whose credits it moves.</param>
    public Task<T> OnShelfAsync<T>(Func<Task<T>> write, CancellationToken ct, Guid? alsoLocked = null) => db.InTransactionAsync(async () =>
    {
        Guid[] users = alsoLocked is { } other ? [db.Owner, other] : [db.Owner];
        await db.Database.SqlQueryRaw<Guid>(SqlFile.Read(LockShelf), (object)users).ToListAsync(ct);
        Forget(db.Owner);
        return await WriteAsync(db.Owner, write, ct);
    }, ct);

    /// <returns>False: there is no such project.</returns>
    private async Task<bool> IsLockedAsync(Guid projectId, CancellationToken ct)
    {
        await db.LockSubjectAsync(projectId, ct);
        return await db.Database.SqlQueryRaw<Guid>(SqlFile.Read(LockProject), projectId, db.Owner).ToListAsync(ct) is not [];
    }

    private async Task<T> UnderLockAsync<T>(Guid projectId, Func<Project, Task<T>> write, CancellationToken ct)
    {
        Forget(projectId);
        var project = await db.Projects.SingleAsync(p => p.Id == projectId, ct);
        return await WriteAsync(projectId, async () =>
        {
            var result = await write(project);
            if (ChangesSomethingOf(projectId) && db.Entry(project).State != EntityState.Deleted)
                project.UpdatedAt = time.GetUtcNow();
            return result;
        }, ct);
    }

    private async Task<T> WriteAsync<T>(Guid scope, Func<Task<T>> write, CancellationToken ct)
    {
        using var opened = guard.Open(scope);
        var result = await write();
        await DeleteWhatGoesAlongAsync(ct);
        await db.SaveChangesAsync(ct);
        return result;
    }

    /// <summary>The foreign keys would delete it as well, but past this door. What goes with a whole project is told by the project.</summary>
    private async Task DeleteWhatGoesAlongAsync(CancellationToken ct)
    {
        if (Deleted<Scene>().Select(s => s.Id).ToList() is { Count: > 0 } scenes)
            db.SceneVersions.RemoveRange(await db.SceneVersions.Where(v => scenes.Contains(v.SceneId)).ToListAsync(ct));
        if (Deleted<Character>().Select(c => c.Id).ToList() is { Count: > 0 } characters)
            db.CharacterImages.RemoveRange(await db.CharacterImages.Where(i => characters.Contains(i.CharacterId)).ToListAsync(ct));
    }

    private IEnumerable<TRow> Deleted<TRow>() where TRow : class =>
        db.ChangeTracker.Entries<TRow>().Where(e => e.State == EntityState.Deleted).Select(e => e.Entity);

    /// <summary>What was read before the lock may have changed since: the context must not hand it out again.</summary>
    private void Forget(Guid scope)
    {
        foreach (var entry in db.ChangeTracker.Entries<IStudioRow>().Where(e => e.Entity.ScopeId == scope && e.State == EntityState.Unchanged).ToList())
            entry.State = EntityState.Detached;
    }

    private bool ChangesSomethingOf(Guid scope)
    {
        db.ChangeTracker.DetectChanges();
        return db.ChangeTracker.Entries<IStudioRow>().Any(e => e.Entity.ScopeId == scope && e.State is not (EntityState.Unchanged or EntityState.Detached));
    }
}
