using System.Security.Cryptography;
using Backlot.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Platform.Secrets;

/// <summary>The key ring of Data Protection: in the database, for all servers, readable only with the root key.</summary>
public sealed class DataProtectionSecurityTests(TestCluster cluster)
{
    [Fact(Timeout = 60_000)]
    public async Task What_one_server_protects_another_and_the_next_start_unprotect()
    {
        string text;
        await using var other = await TestServer.StartAsync(cluster);
        await using (var first = await TestServer.StartAsync(cluster, database: other.Database))
        {
            text = Protector(first).Protect("who I am");
            Assert.Equal("who I am", Protector(other).Unprotect(text));
            Assert.Equal("you", Protector(first).Unprotect(Protector(other).Protect("you")));
        }
        await using var again = await TestServer.StartAsync(cluster, database: other.Database);

        Assert.Equal("who I am", Protector(again).Unprotect(text));
        Assert.Equal(1, await other.Database.ValueAsync<long>("select count(*) from data_protection_keys"));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_stored_ring_holds_no_key_in_clear()
    {
        await using var server = await TestServer.StartAsync(cluster);
        Protector(server).Protect("something");

        var xml = await server.Database.ValueAsync<string>("select xml from data_protection_keys");

        Assert.Contains("<encryptedSecret", xml, StringComparison.Ordinal);
        Assert.Contains("v1:root:", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", xml, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_ring_that_was_changed_protects_nothing_more()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var text = Protector(server).Protect("something");
        await server.Database.RunAsync("update data_protection_keys set xml = regexp_replace(xml, 'v1:root:....', 'v1:root:AAAA')");
        await using var next = await TestServer.StartAsync(cluster, database: server.Database);

        Assert.Throws<CryptographicException>(() => Protector(next).Unprotect(text));
    }

    private static IDataProtector Protector(TestServer server) =>
        server.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
}
