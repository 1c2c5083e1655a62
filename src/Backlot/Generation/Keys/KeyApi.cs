using System.ComponentModel;
using Backlot.Generation.Orders;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Keys;

/// <summary><c>/api/keys</c>: the caller's own keys of providers.</summary>
internal static class KeyApi
{
    private const int ShortestKey = 16, LongestName = 50;
    private const string TheProvider = "Its name, as listKeys tells it.";

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api/keys").WithTags("Provider keys").ProducesProblem(401);
        keys.MapGet("/", List).WithName("listKeys").WithSummary("Your stored keys, masked, and the providers that take one");
        keys.MapPut("/{provider:length(1,50)}", Put).WithName("putKey")
            .WithSummary("Store a key, replace it, or switch it on or off; it is never shown again")
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(422);
        keys.MapDelete("/{provider:length(1,50)}", Delete).WithName("deleteKey").WithSummary("Delete a stored key").ProducesProblem(404);
        keys.MapPost("/{provider:length(1,50)}/test", Test).WithName("testKey")
            .WithSummary("Ask the provider, by a call that costs nothing, whether it takes the stored key").ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<KeyList> List(BacklotDb db, KeyProviders providers, CancellationToken ct) => new(
        (await db.UserApiKeys.AsNoTracking().OrderBy(k => k.Provider).ToListAsync(ct)).ConvertAll(KeyView.Of),
        [.. providers.All.Select(KeyProviderView.Of)]);

    private static async Task<KeyStored> Put(
        [Text(LongestName), Description(TheProvider)] string provider, NewKey wanted, Caller caller,
        BacklotDb db, KeyVault vault, KeyProviders providers, TimeProvider time, CancellationToken ct)
    {
        var known = providers.Demand(provider);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockSubjectAsync(caller.UserId, ct);
        var row = await db.UserApiKeys.SingleOrDefaultAsync(k => k.Provider == provider, ct);
        IReadOnlyList<string> sameAs = [];
        if (NewOf(wanted, row, known) is { } key)
        {
            var hash = vault.Hash(key);
            sameAs = await db.UserApiKeys.Where(k => k.KeyHash == hash).Select(k => k.Provider).Order().ToListAsync(ct);
            if (row is null)
                db.Add(row = new() { UserId = caller.UserId, Provider = provider });
            await vault.SealAsync(row, key, ct);
            // Another account may have what the one before had no more.
            await db.ProviderPauses.Where(p => p.Provider == provider).ExecuteDeleteAsync(ct);
        }
        else if (row is null)
            throw Refusal.Invalid(new FieldError("/key", $"key: there is no stored {known.KeyName} to keep; give one."));
        row.IsActive = wanted.IsActive ?? row.IsActive;
        row.UpdatedAt = time.GetUtcNow();
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new(KeyView.Of(row), sameAs);
    }

    private static async Task<NoContent> Delete(
        [Text(LongestName), Description(TheProvider)] string provider, BacklotDb db, CancellationToken ct) =>
        await db.UserApiKeys.Where(k => k.Provider == provider).ExecuteDeleteAsync(ct) == 1 ? TypedResults.NoContent() : throw Refusal.NotFound();

    private static async Task<KeyTestView> Test(
        [Text(LongestName), Description(TheProvider)] string provider, BacklotDb db, KeyVault vault, KeyProviders providers, KeyProof proof, CancellationToken ct)
    {
        var row = await db.UserApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Provider == provider, ct);
        if (row is null || providers.Find(provider) is not { } known)
            throw Refusal.NotFound();
        return (await proof.TryAsync(known, await vault.OpenAsync(row, ct), ct)).View;
    }

    /// <summary>Null: the stored one stays.</summary>
    /// <exception cref="Refusal">It cannot be a key of this provider.</exception>
    private static ProviderKey? NewOf(NewKey wanted, UserApiKey? row, KeyProvider provider)
    {
        if (wanted.Key is null || (row is not null && wanted.Key == KeyView.Mask(row.Last4)))
            return wanted.Secret is null
                ? null
                : throw Refusal.Invalid(new FieldError("/secret", $"secret: give the {provider.KeyName} with it; the two are stored together."));
        Check(wanted.Key, "key", provider.KeyName);
        if (provider.Fault(new(wanted.Key, wanted.Secret)) is { } fault)
            throw Refusal.Invalid(new FieldError("/key", "key: " + fault));
        if (provider.SecretName is not { } secretName)
            return wanted.Secret is null
                ? new(wanted.Key, null)
                : throw Refusal.Invalid(new FieldError("/secret", $"secret: a key of {provider.Title} has one part only."));
        if (wanted.Secret is null && provider.NeedsSecret)
            throw Refusal.Invalid(new FieldError("/secret", $"secret: {provider.Title} needs the {secretName}, too."));
        if (wanted.Secret is not null)
            Check(wanted.Secret, "secret", secretName);
        return new(wanted.Key, wanted.Secret);
    }

    /// <summary>It goes into a header, so it must be able to stand there; the sentence repeats nothing of it.</summary>
    private static void Check(string text, string field, string name)
    {
        if (text.Length is < ShortestKey or > NewKey.Longest || !text.All(c => c is > ' ' and <= '~'))
            throw Refusal.Invalid(new FieldError("/" + field,
                $"{field}: this is no {name}; one has {ShortestKey} to {NewKey.Longest} printable ASCII characters and no spaces."));
    }
}
