using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Backlot.Accounts.SignIn;

/// <summary>Hashes passwords: PBKDF2 with HMAC-SHA-512, by the framework's own hasher.</summary>
/// <remarks>A hash costs a tenth of a second of one core, by design; at most as many are made at once as leave one core
/// to everybody who is signed in already.</remarks>
internal sealed class Passwords : IDisposable
{
    /// <summary>What OWASP's cheat sheet on password storage asks of PBKDF2-HMAC-SHA512.</summary>
    public const int Iterations = 210_000;

    /// <summary>Long enough that nobody guesses it by trying at the pace the rate limit leaves, without rules on what it
    /// must be made of (NIST SP 800-63B, 3.1.1.2).</summary>
    public const int Shortest = 12;

    /// <summary>Room for any sentence or password manager; what is longer is no password but a load.</summary>
    public const int Longest = 200;

    private static readonly User Nobody = new() { Email = "nobody@localhost", DisplayName = "Nobody" };
    private readonly PasswordHasher<User> _hasher;
    private readonly Lazy<string> _decoy;
    private readonly SemaphoreSlim _cores = new(Math.Max(1, Environment.ProcessorCount - 1));

    public Passwords(PasswordHasher<User>? hasher = null)
    {
        _hasher = hasher ?? new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
        _decoy = new(() => _hasher.HashPassword(Nobody, TokenHash.NewSecret()));
    }

    public Task<string> HashAsync(string password, CancellationToken ct) => WorkAsync(() => _hasher.HashPassword(Nobody, password), ct);

    /// <summary>As long as for a right password, also for a user who is not there or has none.</summary>
    /// <param name="hash">Null for a user who is not there or has none: never right.</param>
    public async Task<PasswordMatch> MatchAsync(string? hash, string password, CancellationToken ct)
    {
        var result = await WorkAsync(() => _hasher.VerifyHashedPassword(Nobody, hash ?? _decoy.Value, password), ct);
        return hash is null ? PasswordMatch.Wrong : result switch
        {
            PasswordVerificationResult.Success => PasswordMatch.Right,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordMatch.RightButWeaklyHashed,
            _ => PasswordMatch.Wrong,
        };
    }

    /// <summary>Makes what a stranger is compared with, so that not even the first one is told by the time it takes.</summary>
    public void WarmUp() => _ = _decoy.Value;

    public void Dispose() => _cores.Dispose();

    private async Task<T> WorkAsync<T>(Func<T> work, CancellationToken ct)
    {
        await _cores.WaitAsync(ct);
        try
        {
            return await Task.Run(work, ct);
        }
        finally
        {
            _cores.Release();
        }
    }
}

/// <summary>Whether a password is the one that was hashed.</summary>
internal enum PasswordMatch { Wrong, Right, RightButWeaklyHashed }
