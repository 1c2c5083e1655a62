using Backlot.Accounts;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Accounts;

public sealed class FirstOwnerTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task The_first_start_makes_an_owner_with_a_token_that_only_this_user_may_read()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);

        Assert.Equal(server.Token, (await File.ReadAllTextAsync(server.Folder.CliToken, Ct)).Trim());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(server.Folder.CliToken));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(server.Folder.RootKey));
        Assert.Equal("owner@localhost studio", await server.Database.ValueAsync<string>("select email || ' ' || subscription_tier from users"));
        Assert.Equal(server.Token[^4..], await server.Database.ValueAsync<string>("select last4 from api_tokens"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_later_start_keeps_the_token_as_long_as_the_database_knows_it()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        Assert.Equal(server.Token, await server.Services.EnsureOwnerAsync(Ct));

        await server.Database.RunAsync("update api_tokens set revoked_at = now()");
        var second = await server.Services.EnsureOwnerAsync(Ct);
        File.Delete(server.Folder.CliToken);
        var third = await server.Services.EnsureOwnerAsync(Ct);

        Assert.Equal(3, new[] { server.Token, second, third }.Distinct().Count());
        Assert.Equal(third, (await File.ReadAllTextAsync(server.Folder.CliToken, Ct)).Trim());
        Assert.Equal(1, await server.Database.ValueAsync<long>("select count(*) from users"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Nothing_in_the_database_is_the_token_or_its_plain_hash()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);

        var kept = await server.Database.ValueAsync<byte[]>("select token_hash from api_tokens");
        var row = await server.Database.ValueAsync<string>("select api_tokens::text from api_tokens");

        Assert.NotEqual(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(server.Token)), kept);
        Assert.DoesNotContain(server.Token[4..20], row, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_use_of_a_token_is_remembered_to_the_minute()
    {
        var time = new ShiftedTime();
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton<TimeProvider>(time), TestServer.WithoutJobs);
        using var first = await server.Http.GetAsync(new Uri("/api/jobs", UriKind.Relative), Ct);
        var used = await server.Database.ValueAsync<DateTime>("select last_used_at from api_tokens");

        using var second = await server.Http.GetAsync(new Uri("/api/jobs", UriKind.Relative), Ct);

        Assert.Equal(used, await server.Database.ValueAsync<DateTime>("select last_used_at from api_tokens"));
        time.Advance(TimeSpan.FromMinutes(2));
        using var third = await server.Http.GetAsync(new Uri("/api/jobs", UriKind.Relative), Ct);
        Assert.True(await server.Database.ValueAsync<DateTime>("select last_used_at from api_tokens") > used + TimeSpan.FromMinutes(1));
    }
}
