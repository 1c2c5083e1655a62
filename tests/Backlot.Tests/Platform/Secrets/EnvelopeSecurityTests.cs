using System.Security.Cryptography;
using System.Text;
using Backlot.Platform.Secrets;

namespace Backlot.Tests.Platform.Secrets;

/// <summary>What is stored of a secret opens as it was sealed, or not at all.</summary>
public sealed class EnvelopeSecurityTests
{
    private const string Secret = "sk-canary-0123456789";
    private static readonly SecretPlace Place = new("user_api_keys", Guid.CreateVersion7(), Guid.CreateVersion7());
    private static readonly KeyEncryptionKey One = new(1, RandomNumberGenerator.GetBytes(32)), Two = new(2, RandomNumberGenerator.GetBytes(32));

    [Fact]
    public async Task What_was_sealed_opens()
    {
        foreach (var secret in (string[])[Secret, "", new string('x', 5000), "Schlüssel 🔑"])
            Assert.Equal(secret, await OpenAsync(Place, Envelope.Seal(One, Place, secret)));
    }

    [Fact]
    public void The_stored_form_names_version_and_key_and_holds_nothing_of_the_secret()
    {
        var secret = Envelope.Seal(Two, Place, Secret);

        Assert.Matches("^v1:dek:[A-Za-z0-9_-]{16}:[A-Za-z0-9_-]+:[A-Za-z0-9_-]{22}$", secret.Value);
        Assert.Matches("^v1:2:[A-Za-z0-9_-]{16}:[A-Za-z0-9_-]{43}:[A-Za-z0-9_-]{22}$", secret.WrappedDataKey);
        Assert.DoesNotContain("canary", secret.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_secret_twice_gives_different_bytes()
    {
        var (one, two) = (Envelope.Seal(One, Place, Secret), Envelope.Seal(One, Place, Secret));

        Assert.NotEqual(one.Value, two.Value);
        Assert.NotEqual(one.WrappedDataKey, two.WrappedDataKey);
        Assert.Empty(one.Value.Split(':')[2..].Intersect(two.Value.Split(':')[2..]));
    }

    [Fact]
    public void A_hundred_thousand_nonces_are_all_different()
    {
        var nonces = new HashSet<string>();
        for (var i = 0; i < 100_000; i++)
            Assert.True(nonces.Add(SealedText.Seal(One.Key, "1", "x"u8, "place").Split(':')[2]));
    }

    [Fact]
    public async Task Swapped_rows_do_not_open()
    {
        var other = Place with { RowId = Guid.CreateVersion7() };
        var (mine, theirs) = (Envelope.Seal(One, Place, Secret), Envelope.Seal(One, other, "another"));

        await RefusedAsync(Place, theirs);
        await RefusedAsync(other, mine);
        await RefusedAsync(Place, mine with { Value = theirs.Value });
        await RefusedAsync(Place, mine with { WrappedDataKey = theirs.WrappedDataKey });
    }

    [Fact]
    public async Task Another_table_or_another_owner_does_not_open_it()
    {
        var secret = Envelope.Seal(One, Place, Secret);

        await RefusedAsync(Place with { Table = "channels" }, secret);
        await RefusedAsync(Place with { UserId = Guid.CreateVersion7() }, secret);
    }

    [Fact]
    public async Task One_flipped_bit_anywhere_does_not_open()
    {
        var secret = Envelope.Seal(One, Place, Secret);
        foreach (var value in Flipped(secret.Value))
            await RefusedAsync(Place, secret with { Value = value });
        foreach (var wrapped in Flipped(secret.WrappedDataKey))
            await RefusedAsync(Place, secret with { WrappedDataKey = wrapped });
    }

    [Theory]
    [InlineData("v2:dek:", "v1:dek:")]
    [InlineData("v1:other:", "v1:dek:")]
    [InlineData("v1:1:", "v1:dek:")]
    public async Task An_unknown_version_or_key_of_the_value_fails_closed(string now, string was)
    {
        var secret = Envelope.Seal(One, Place, Secret);

        await RefusedAsync(Place, secret with { Value = secret.Value.Replace(was, now, StringComparison.Ordinal) });
    }

    [Theory]
    [InlineData("v2:1:")]
    [InlineData("v1:2:")]
    [InlineData("v1:3:")]
    [InlineData("v1:-1:")]
    [InlineData("v1:dek:")]
    [InlineData("v1::")]
    public async Task An_unknown_version_or_key_of_the_data_key_fails_closed(string now)
    {
        var secret = Envelope.Seal(One, Place, Secret);

        await RefusedAsync(Place, secret with { WrappedDataKey = secret.WrappedDataKey.Replace("v1:1:", now, StringComparison.Ordinal) });
    }

    [Theory]
    [InlineData(Secret)]
    [InlineData("")]
    [InlineData("v1:dek:::")]
    [InlineData("v1:dek:AAAA:AAAA:AAAA")]
    [InlineData("v1:dek:****************:AAAA:AAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_plaintext_row_is_an_error(string text)
    {
        var secret = Envelope.Seal(One, Place, Secret);

        await RefusedAsync(Place, secret with { Value = text });
        await RefusedAsync(Place, secret with { WrappedDataKey = text });
    }

    [Fact]
    public async Task A_rewrapped_secret_needs_only_the_new_key_and_its_value_is_untouched()
    {
        var before = Envelope.Seal(One, Place, Secret);

        var after = before with { WrappedDataKey = await Envelope.RewrapAsync(FindAsync, Two, Place, before.WrappedDataKey) };

        Assert.StartsWith("v1:2:", after.WrappedDataKey, StringComparison.Ordinal);
        Assert.Equal(Secret, await Envelope.OpenAsync(id => Task.FromResult(id == 2 ? Two : throw new SecretUnreadable("gone")), Place, after));
    }

    [Fact]
    public void The_associated_data_is_place_version_and_key()
    {
        var key = new byte[32];
        var text = SealedText.Parse(SealedText.Seal(key, "k", "hello"u8, "place"));
        using var aes = new AesGcm(key, 16);
        var opened = new byte[5];

        aes.Decrypt(text.Nonce, text.Ciphertext, text.Tag, opened, Encoding.UTF8.GetBytes("place|v1|k"));

        Assert.Equal("hello"u8.ToArray(), opened);
    }

    private static Task<string> OpenAsync(SecretPlace place, SealedSecret secret) => Envelope.OpenAsync(FindAsync, place, secret);

    private static async Task RefusedAsync(SecretPlace place, SealedSecret secret)
    {
        var refused = await Assert.ThrowsAsync<SecretUnreadable>(() => OpenAsync(place, secret));
        Assert.DoesNotContain("canary", refused.ToString(), StringComparison.Ordinal);
    }

    private static Task<KeyEncryptionKey> FindAsync(int id) =>
        Task.FromResult(id switch { 1 => One, 2 => Two, _ => throw new SecretUnreadable($"Key {id} is gone.") });

    /// <summary>The text with each single bit of its bytes flipped.</summary>
    private static IEnumerable<string> Flipped(string text)
    {
        var parts = text.Split(':');
        for (var part = 2; part < parts.Length; part++)
        {
            var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(parts[part]);
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                var changed = (byte[])bytes.Clone();
                changed[bit / 8] ^= (byte)(1 << (bit % 8));
                yield return string.Join(':', parts.Select((p, i) => i == part ? System.Buffers.Text.Base64Url.EncodeToString(changed) : p));
            }
        }
    }
}
