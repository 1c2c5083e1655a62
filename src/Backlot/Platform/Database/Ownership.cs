using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Platform.Database;

/// <summary>Whose rows a context shows. Each entity says it once: by being <see cref="IOwned"/> or <see cref="IOwnedOrShipped"/>, or by the
/// row it is a part of. What must see the rows of everybody says so with <c>IgnoreQueryFilters</c>, where a reader finds it.</summary>
internal static class Ownership
{
    private const string Through = "Backlot:OwnedThrough";

    private static readonly MethodInfo OwnRows = Generic(nameof(FilterOwnRows)), OwnAndShippedRows = Generic(nameof(FilterOwnAndShippedRows)),
        RowsOfOwn = Generic(nameof(FilterRowsOfOwn));

    /// <summary>The rows belong to whoever owns the <typeparamref name="TOwner"/> that their foreign key names.</summary>
    /// <param name="key">The property with that foreign key; rows without one belong to nobody.</param>
    public static void OwnedThrough<TOwner>(this EntityTypeBuilder part, string key) where TOwner : class =>
        part.HasAnnotation(Through, new OwnedThrough(typeof(TOwner), key));

    /// <summary>Gives every owned entity of the model its filter.</summary>
    public static void FilterByOwner(this ModelBuilder model, BacklotDb db)
    {
        foreach (var entity in model.Model.GetEntityTypes().ToList())
            if (entity.ClrType.IsAssignableTo(typeof(IOwned)))
                OwnRows.MakeGenericMethod(entity.ClrType).Invoke(null, [model, db]);
            else if (entity.ClrType.IsAssignableTo(typeof(IOwnedOrShipped)))
                OwnAndShippedRows.MakeGenericMethod(entity.ClrType).Invoke(null, [model, db]);
            else if (entity.OwnedThrough() is { } through)
                RowsOfOwn.MakeGenericMethod(entity.ClrType, through.Owner).Invoke(null, [model, db, through.Key]);
    }

    /// <exception cref="InvalidOperationException">Something of another owner was about to be saved: the code is wrong,
    /// whatever the request was.</exception>
    public static void DemandOwner(this ChangeTracker tracker, Guid owner)
    {
        var entries = tracker.Entries().ToList();
        foreach (var entry in entries.Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted))
            if (!IsOwn(entry, owner, entries))
                throw new InvalidOperationException($"A {entry.Metadata.ShortName()} of another owner was about to be saved.");
    }

    private static bool IsOwn(EntityEntry entry, Guid owner, List<EntityEntry> tracked)
    {
        if (entry.Entity is IOwned row)
            return row.UserId == owner;
        if (entry.Entity is IOwnedOrShipped shared)
            return shared.UserId == owner;
        // What a new part belongs to was read, or made, under the same owner; later its key does not change.
        return entry.State != EntityState.Added || entry.Metadata.OwnedThrough() is not { } through
            || entry.Property(through.Key).CurrentValue is Guid id
            && tracked.Exists(e => e.Metadata.ClrType == through.Owner && id.Equals(e.Property("Id").CurrentValue));
    }

    private static void FilterOwnRows<T>(ModelBuilder model, BacklotDb db) where T : class, IOwned =>
        model.Entity<T>().HasQueryFilter(row => row.UserId == db.Owner);

    private static void FilterOwnAndShippedRows<T>(ModelBuilder model, BacklotDb db) where T : class, IOwnedOrShipped =>
        model.Entity<T>().HasQueryFilter(row => row.UserId == db.Owner || row.UserId == null);

    /// <summary>The owning rows are filtered themselves, so that being there is enough.</summary>
    private static void FilterRowsOfOwn<T, TOwner>(ModelBuilder model, BacklotDb db, string key) where T : class where TOwner : class
    {
        Expression<Func<T, bool>> filter = part => db.Set<TOwner>().Any(
            owner => EF.Property<Guid>(owner, "Id") == EF.Property<Guid>(part, key));
        model.Entity<T>().HasQueryFilter(filter);
    }

    private static OwnedThrough? OwnedThrough(this IReadOnlyAnnotatable entity) => entity.FindAnnotation(Through)?.Value as OwnedThrough;

    private static MethodInfo Generic(string name) =>
        typeof(Ownership).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic) ?? throw new MissingMethodException(name);
}

/// <summary>How the owner of a part is found.</summary>
internal sealed record OwnedThrough(Type Owner, string Key);
