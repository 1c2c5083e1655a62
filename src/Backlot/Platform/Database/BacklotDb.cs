using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Platform.Database;

/// <summary>The one database context. It has no sets: each module adds its own as extension properties, so that a table
/// is visible only to who imports its module.</summary>
public sealed class BacklotDb(DbContextOptions<BacklotDb> options, RowOwner? owner = null) : DbContext(options)
{
    private readonly RowOwner _owner = owner ?? new();

    /// <summary>Whose rows are seen and saved. At first nobody's: a query then finds nothing, and a save is refused.</summary>
    public Guid Owner { get => _owner.UserId; set => _owner.UserId = value; }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        ChangeTracker.DemandOwner(Owner);
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        ChangeTracker.DemandOwner(Owner);
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(BacklotDb).Assembly);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(SnakeCase(property.Name));
        modelBuilder.FilterByOwner(this);
    }

    /// <summary><c>TargetDurationMinutes</c> → <c>target_duration_minutes</c>; digits stay with the word before them.</summary>
    internal static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]))
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}

/// <summary>Whose rows the contexts of a scope show. Can be set before there is a context, so that a scope which needs none
/// makes none.</summary>
public sealed class RowOwner
{
    public Guid UserId { get; set; }
}
