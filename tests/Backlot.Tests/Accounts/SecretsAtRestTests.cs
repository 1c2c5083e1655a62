using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Backlot.Tests.Platform.Database;
using Backlot.Tests.Support;

namespace Backlot.Tests.Accounts;

/// <summary>A copy of the database opens no door.</summary>
public sealed class SecretsAtRestTests(TestCluster cluster)
{
    [Fact(Timeout = 60_000)]
    public async Task No_byte_of_the_database_is_a_session_a_token_a_code_or_a_password_or_its_plain_hash()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var unusedSetup = await server.SetupCodeAsync();
        using var owner = await TestBrowser.SetUpAsync(server);
        var token = (await TokenTests.MakeAsync(owner, ["*"])).Token;
        var invitation = await server.InviteAsync("anna");
        using var joined = await TestBrowser.JoinAsync(server, "bob");
        var reset = await server.ResetCodeAsync(await server.UserIdAsync("bob@example.org"));
        string[] secrets = [server.Token, token, unusedSetup, owner.Token, invitation, joined.Token, reset, TestBrowser.Password];

        // Every column of every row, as text; bytea is written in hexadecimal.
        var dump = string.Join('\n', (await SchemaText.RowsAsync(server.Database)).Values.SelectMany(rows => rows));

        Assert.Contains("anna@example.org", dump, StringComparison.Ordinal);
        foreach (var secret in secrets)
            foreach (var (form, text) in Forms(secret))
                Assert.False(dump.Contains(text, StringComparison.OrdinalIgnoreCase), $"A secret stands in the database {form}.");
    }

    /// <summary>How a secret could be kept by somebody careless.</summary>
    private static IEnumerable<(string Form, string Text)> Forms(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return ("as it is", secret);
        yield return ("in hexadecimal", Convert.ToHexString(bytes));
        yield return ("in base64", Convert.ToBase64String(bytes));
        yield return ("as its plain SHA-256", Convert.ToHexString(SHA256.HashData(bytes)));
        yield return ("as its plain SHA-256 in base64", Convert.ToBase64String(SHA256.HashData(bytes)));
        if (secret.StartsWith("blt_", StringComparison.Ordinal))
            yield return ("without its prefix", secret[4..47]);
        if (secret.Length == 43 && Base64Url.IsValid(secret))
            yield return ("decoded", Convert.ToHexString(Base64Url.DecodeFromChars(secret)));
    }
}
