using System.Security.Cryptography;
using Backlot.Channels;
using Backlot.Tests.Support;

namespace Backlot.Tests.Channels.Albums;

/// <summary>Pulling the plug costs nothing.</summary>
public sealed class KilledServerTests(TestCluster cluster)
{
    private const string CallsOfFinished =
        "select coalesce(string_agg(intent_key || '=' || (metadata ->> 'calls') || '=' || asset_id, ',' order by intent_key), '') from generations where status = 'completed'";

    /// <summary>Moments in the life of an album, each later than the one before.</summary>
    private static readonly Dictionary<string, Func<VideoJobView, bool>> Moments = new()
    {
        ["in the middle of the tracks"] = album => album.Progress.TracksDone >= 5,
        ["in the middle of the images"] = album => album.Progress.ImagesDone >= 5,
        ["in the middle of the render"] = album => album.Progress.Render > 0.1,
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_album_survives_kills_and_is_byte_for_byte_what_an_undisturbed_run_makes()
    {
        var data = Path.Combine(Path.GetTempPath(), "backlot-killed-" + Guid.CreateVersion7().ToString("N")[^12..]);
        try
        {
            var undisturbed = UndisturbedAsync();
            var server = await ServerProcess.StartAsync(data);
            var id = (await server.Http.AddAlbumAsync(AlbumRequests.OneMinute)).Id;
            foreach (var reached in Moments.Values)
            {
                await server.Http.UntilAsync(id, reached);
                var finished = await server.QueryAsync<string>(CallsOfFinished);
                await server.KillAsync();
                server = await ServerProcess.StartAsync(data);
                // What was finished is still there, and nobody was asked for it again.
                Assert.Superset(finished.Split(',').ToHashSet(), (await server.QueryAsync<string>(CallsOfFinished)).Split(',').ToHashSet());
            }
            var album = await server.Http.UntilCompletedAsync(id);

            Assert.Equal(await undisturbed, await FilmHashAsync(album));
            Assert.Equal(40L, await server.QueryAsync<long>("select count(*) from generations where status = 'completed'"));
            Assert.Equal(40L, await server.QueryAsync<long>("select count(distinct asset_id) from (select asset_id from audio_tracks union all select asset_id from images) as parts"));
            Assert.Equal(0L, await server.QueryAsync<long>("select count(*) from jobs where status <> 'completed'"));
            Assert.Empty(Directory.GetFileSystemEntries(server.Folder.Temp));
            await server.DisposeAsync();
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private async Task<string> UndisturbedAsync()
    {
        await using var server = await ShortAlbums.StartServerAsync(cluster);
        return await FilmHashAsync(await server.Http.UntilCompletedAsync((await server.Http.AddAlbumAsync(AlbumRequests.OneMinute)).Id));
    }

    private static async Task<string> FilmHashAsync(VideoJobView album)
    {
        await using var film = File.OpenRead(Path.Combine(album.OutputDirectory, "video.mp4"));
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(film, Ct));
    }
}
