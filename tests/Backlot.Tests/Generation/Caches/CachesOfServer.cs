using Backlot.Generation;
using Backlot.Generation.Caches;
using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Generation.Caches;

/// <summary>What tests do with the caches of a server: each time in a scope of its own, as a job does.</summary>
internal static class CachesOfServer
{
    public static readonly CacheQuestion Lighthouse = new(GenerationKind.Video, "A lone lighthouse on a cliff at dusk", """{"seconds":5}""", "dummy v1");

    extension(TestServer server)
    {
        /// <param name="owner">Null for the server's owner.</param>
        public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Guid, Task<T>> work, Guid? owner = null)
        {
            using var scope = server.Services.CreateScope();
            scope.ServiceProvider.GetRequiredService<BacklotDb>().Owner = owner ?? server.OwnerId;
            return await work(scope.ServiceProvider, owner ?? server.OwnerId);
        }

        public Task<CacheHit?> FindAsync(CacheQuestion question, Guid? owner = null) => server.InScopeAsync(
            (at, user) => at.GetRequiredService<GenerationCaches>().FindAsync(user, question, TestContext.Current.CancellationToken), owner);

        /// <summary>As if it had been made for 0.50 US dollars just now.</summary>
        /// <returns>The asset.</returns>
        public Task<Guid> KeepAsync(CacheQuestion question, Guid? owner = null) => server.InScopeAsync(async (at, user) =>
        {
            var (db, caches) = (at.GetRequiredService<BacklotDb>(), at.GetRequiredService<GenerationCaches>());
            var place = await caches.PlaceAsync(user, question, TestContext.Current.CancellationToken);
            return await db.InTransactionAsync(async () =>
            {
                var asset = AssetOf(user);
                db.Add(asset);
                await db.SaveChangesAsync();
                await caches.KeepAsync(user, question, place, asset.Id, 0.5m, TestContext.Current.CancellationToken);
                return asset.Id;
            }, TestContext.Current.CancellationToken);
        }, owner);

        public Task ReportWrongAsync(CacheQuestion question, CacheHit hit) => server.InScopeAsync(async (at, user) =>
        {
            await at.GetRequiredService<GenerationCaches>().ReportWrongAsync(user, question, hit, null, null, TestContext.Current.CancellationToken);
            return true;
        });

        public Task<int> DeleteAssetAsync(Guid asset) => server.Database.RunAsync("delete from assets where id = $1", asset);
    }

    public static Asset AssetOf(Guid user) => new()
    {
        UserId = user, Kind = AssetKind.Video, SourceType = AssetSource.Generated, Filename = "shot.mp4", MimeType = "video/mp4", Status = AssetStatus.Ready,
        Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)), SizeBytes = 5,
    };
}
