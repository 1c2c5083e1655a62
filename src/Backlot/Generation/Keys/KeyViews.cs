using Backlot.Platform.Database;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Generation.Keys;

/// <summary>A stored key as its owner sees it: nothing it could be used by.</summary>
/// <param name="Key">The last four characters, after <c>…</c>; sent back as it is, it keeps the stored key.</param>
/// <param name="Fingerprint">16 hexadecimal digits; the same for the same key, and useless for finding it.</param>
/// <param name="LastUsedAt">To the minute; null when it was never used.</param>
public sealed record KeyView(
    string Provider, string Key, string Fingerprint, bool IsActive, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? LastUsedAt)
{
    internal static KeyView Of(UserApiKey key) => new(key.Provider, Mask(key.Last4), Convert.ToHexStringLower(key.KeyHash.AsSpan(0, 8)),
        key.IsActive, key.CreatedAt, key.UpdatedAt, key.LastUsedAt);

    internal static string Mask(string last4) => "…" + last4;
}

/// <summary>A provider that takes a key.</summary>
/// <param name="KeyName">What the provider calls it.</param>
/// <param name="SecretName">What it calls the second half; null when there is none.</param>
public sealed record KeyProviderView(string Name, string Title, string KeyName, string? SecretName, bool NeedsSecret)
{
    internal static KeyProviderView Of(KeyProvider p) => new(p.Name, p.Title, p.KeyName, p.SecretName, p.NeedsSecret && p.SecretName is not null);
}

/// <summary>All about the keys one can store.</summary>
/// <param name="Items">The caller's keys, by provider.</param>
/// <param name="Providers">Everything a key can be stored for.</param>
public sealed record KeyList(IReadOnlyList<KeyView> Items, IReadOnlyList<KeyProviderView> Providers);

/// <summary>A key to be stored, or a change to the stored one.</summary>
/// <param name="Key">16 to 4096 printable ASCII characters without spaces; left out or in its masked form, the stored one stays.</param>
/// <param name="Secret">The second half, for providers that have one.</param>
/// <param name="IsActive">False keeps it and does not use it. Left out: as it is, at first true.</param>
public sealed record NewKey(
    [Text(NewKey.Longest)] string? Key = null,
    [Text(NewKey.Longest)] string? Secret = null,
    bool? IsActive = null) : IRequestBody<NewKey>
{
    internal const int Longest = 4096;

    public static NewKey Example => new("sk-0123456789abcdef0123456789abcdef");
}

/// <summary>A key that was stored.</summary>
/// <param name="AlreadyStoredAs">Providers for which the caller had stored this very key before.</param>
public sealed record KeyStored(KeyView Key, IReadOnlyList<string> AlreadyStoredAs);

/// <summary>What a provider said to a key.</summary>
/// <param name="Status">The HTTP status of the provider's answer; null without one.</param>
/// <param name="Message">One sentence, with nothing of the key in it.</param>
public sealed record KeyTestView(string Provider, [StateOf<KeyVerdict>] string Outcome, int? Status, string Message);

/// <inheritdoc cref="KeyTestView"/>
internal sealed record KeyTestResult(string Provider, KeyVerdict Verdict, int? Status, string Message)
{
    public KeyTestView View => new(Provider, TextEnum.Name(Verdict), Status, Message);
}
