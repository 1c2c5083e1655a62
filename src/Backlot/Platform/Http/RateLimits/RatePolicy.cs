namespace Backlot.Platform.Http.RateLimits;

/// <summary>How many requests of a kind one may make in a while.</summary>
/// <param name="Name">As headers and settings call it.</param>
/// <param name="Permits">At most, in a window; at least 1.</param>
/// <param name="Window">Windows begin at its multiples.</param>
/// <param name="IsStrict">Counted in the database each time, and refused while that is away: for what can be guessed or
/// costs money. Others are taken from there by the block and granted while it is away.</param>
internal sealed record RatePolicy(string Name, int Permits, TimeSpan Window, bool IsStrict = false);

/// <summary>The policies, as the settings have them.</summary>
/// <remarks>By user; by address (IPv6: by /64) for who is not signed in.</remarks>
public sealed record RateLimitSettings
{
    public const string Read = "read", Write = "write", Ingest = "ingest", Generate = "generate", SignIn = "sign-in", SignInAddress = "sign-in-address";

    private static readonly Dictionary<string, RatePolicy> Usual = new[]
    {
        new RatePolicy(Read, 6000, TimeSpan.FromMinutes(1)),
        new RatePolicy(Write, 1200, TimeSpan.FromMinutes(1)),
        new RatePolicy(Ingest, 600, TimeSpan.FromMinutes(1)),
        new RatePolicy(Generate, 120, TimeSpan.FromMinutes(1), IsStrict: true),
        new RatePolicy(SignIn, 10, TimeSpan.FromMinutes(15), IsStrict: true),             // of one account from one address
        new RatePolicy(SignInAddress, 100, TimeSpan.FromMinutes(15), IsStrict: true),     // of all accounts from one address
    }.ToDictionary(policy => policy.Name);

    private readonly Dictionary<string, RatePolicy> _policies = Usual;

    public static RateLimitSettings Default { get; } = new();

    internal RatePolicy this[string name] => _policies[name];

    private RateLimitSettings(Dictionary<string, RatePolicy>? policies = null) => _policies = policies ?? Usual;

    /// <summary>Reads <c>read=6000/60 sign-in=10/900</c>: requests per seconds, parted by blanks or commas; what is not
    /// named keeps its default.</summary>
    /// <exception cref="StartFailed">It names what is none, or a number is out of its range.</exception>
    public static RateLimitSettings Parse(string? text)
    {
        if (text is not { Length: > 0 })
            return Default;
        var policies = new Dictionary<string, RatePolicy>(Usual);
        foreach (var part in text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (part.Split('=', '/') is [var name, var permits, var seconds] && policies.TryGetValue(name, out var policy)
                && int.TryParse(permits, out var most) && most >= 1 && int.TryParse(seconds, out var window) && window is >= 1 and <= 86_400)
                policies[name] = policy with { Permits = most, Window = TimeSpan.FromSeconds(window) };
            else
                throw new StartFailed($"BACKLOT_RATE_LIMITS has '{part}': write requests per seconds, as in read=6000/60, for {string.Join(", ", Usual.Keys)}.");
        return new(policies);
    }
}
