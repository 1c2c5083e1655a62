using System.Net;
using System.Text;
using System.Text.Json;
using Backlot.Generation;
using Backlot.Generation.Keys;
using Backlot.Generation.Providers;
using Backlot.Generation.Video;
using Backlot.Platform;
using Backlot.Platform.Outbound;
using Backlot.Tests.Generation.Answers;
using Backlot.Tests.Generation.Fakes;

namespace Backlot.Tests.Generation.Video;

/// <summary>Pictures that go with an order: each provider gets their bytes in the field, and in the form, that its documentation has.</summary>
public sealed class PictureInputTests : IDisposable
{
    private static readonly byte[] Png = [137, 80, 78, 71, 13, 10, 26, 10, .. Enumerable.Range(0, 200).Select(n => (byte)(n * 7))];
    private static readonly byte[] Jpeg = [0xff, 0xd8, 0xff, 0xe0, .. Enumerable.Range(0, 300).Select(n => (byte)(n * 11))];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("backlot-pictures-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kling_gets_plain_base64_to_begin_and_to_end_with()
    {
        await using var fake = new KlingFake();

        var sent = await SendAsync(fake, http => new KlingVideo(http), (Png, ImageRole.First), (Jpeg, ImageRole.Last));

        Assert.Equal("POST /v1/videos/image2video", sent.Line);
        Assert.Equal((Convert.ToBase64String(Png), Convert.ToBase64String(Jpeg)), (TextOf(sent.Json, "image"), TextOf(sent.Json, "image_tail")));
    }

    [Fact]
    public async Task A_gateway_like_Sora_gets_a_file_to_begin_with()
    {
        await using var fake = new SoraFake();

        var sent = await SendAsync(fake, http => new CompatibleVideo(http), (Png, ImageRole.First));

        Assert.Equal(Png, Encoding.Latin1.GetBytes(sent.Form["input_reference"]));
        var text = Encoding.Latin1.GetString(sent.Body);
        Assert.Contains("Content-Type: image/png", text, StringComparison.Ordinal);
        Assert.Contains("filename=first.png", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ImageRole.Asset)]
    [InlineData(ImageRole.Style)]
    public async Task Omni_gets_pictures_behind_the_words_and_is_told_what_they_are_for(ImageRole role)
    {
        await using var fake = new OmniFake();

        var sent = await SendAsync(fake, http => new OmniVideo(http), (Png, role), (Jpeg, role));

        var input = sent.Json.GetProperty("input");
        Assert.Equal(["text", "image", "image"], input.EnumerateArray().Select(part => TextOf(part, "type")));
        Assert.Equal([(Convert.ToBase64String(Png), "image/png"), (Convert.ToBase64String(Jpeg), "image/jpeg")],
            input.EnumerateArray().Skip(1).Select(part => (TextOf(part, "data"), TextOf(part, "mime_type"))));
        Assert.Equal("reference_to_video", TextOf(sent.Json, "generation_config", "video_config", "task"));
    }

    [Fact]
    public async Task Omni_begins_with_a_single_picture()
    {
        await using var fake = new OmniFake();

        var sent = await SendAsync(fake, http => new OmniVideo(http), (Png, ImageRole.First));

        Assert.Equal("image_to_video", TextOf(sent.Json, "generation_config", "video_config", "task"));
    }

    [Fact]
    public async Task Veo_gets_each_picture_in_its_own_place()
    {
        await using var fake = new VeoFake();

        var ends = (await SendAsync(fake, http => new VeoVideo(http), (Png, ImageRole.First), (Jpeg, ImageRole.Last))).Json.GetProperty("instances")[0];
        var things = (await SendAsync(fake, http => new VeoVideo(http), (Jpeg, ImageRole.Asset), (Png, ImageRole.Style))).Json.GetProperty("instances")[0];

        Assert.Equal((Convert.ToBase64String(Png), "image/png"), (TextOf(ends, "image", "bytesBase64Encoded"), TextOf(ends, "image", "mimeType")));
        Assert.Equal((Convert.ToBase64String(Jpeg), "image/jpeg"), (TextOf(ends, "lastFrame", "bytesBase64Encoded"), TextOf(ends, "lastFrame", "mimeType")));
        Assert.False(things.TryGetProperty("image", out _) || ends.TryGetProperty("referenceImages", out _));
        Assert.Equal([("asset", Convert.ToBase64String(Jpeg)), ("style", Convert.ToBase64String(Png))],
            things.GetProperty("referenceImages").EnumerateArray().Select(r => (TextOf(r, "referenceType"), TextOf(r, "image", "bytesBase64Encoded"))));
    }

    [Fact]
    public async Task Runway_gets_addresses_that_hold_the_bytes_and_say_where_they_belong()
    {
        await using var fake = new RunwayFake();

        var sent = await SendAsync(fake, http => new RunwayVideo(http), (Png, ImageRole.First), (Jpeg, ImageRole.Last));

        Assert.Equal("POST /v1/image_to_video", sent.Line);
        Assert.Equal([($"data:image/png;base64,{Convert.ToBase64String(Png)}", "first"), ($"data:image/jpeg;base64,{Convert.ToBase64String(Jpeg)}", "last")],
            sent.Json.GetProperty("promptImage").EnumerateArray().Select(image => (TextOf(image, "uri"), TextOf(image, "position"))));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <returns>The one paid request that was made.</returns>
    private async Task<AskedRequest> SendAsync(VideoFake fake, Func<ProviderHttp, IRemoteProvider<VideoOrder>> client, params (byte[] Bytes, ImageRole Role)[] pictures)
    {
        var settings = fake.Lead(new Settings { DataFolder = _folder.FullName });
        using var outbound = new OutboundHttp(settings.OutboundAllow, (host, ct) => Dns.GetHostAddressesAsync(host, ct), TimeProvider.System);
        var http = new ProviderHttp(outbound, new(settings), new ProviderLimits(), TimeProvider.System);
        var model = new ProviderCatalog(settings, TimeProvider.System).Find(fake.Name, GenerationKind.Video, fake.Model);
        var key = new ProviderKey(fake.KeyToStore, fake is KlingFake ? KlingFake.Secret : null);
        var order = new VideoOrder("a harbour", 7, 5, 1280, 720) { References = [.. await Task.WhenAll(pictures.Select(FileAsync))] };
        var before = fake.Requests.Count;

        var sent = await client(http).SendAsync(order, new(model, key, new('a', 32), Path.Combine(_folder.FullName, "made"), 0.5m, TimeProvider.System.GetUtcNow()), Ct);

        Assert.IsType<Sent.Accepted>(sent);
        return Assert.Single(fake.Requests.Skip(before));
    }

    private async Task<OrderImage> FileAsync((byte[] Bytes, ImageRole Role) picture)
    {
        var path = Path.Combine(_folder.FullName, $"{Guid.CreateVersion7():N}");
        await File.WriteAllBytesAsync(path, picture.Bytes, Ct);
        return new(path, new('b', 64), picture.Bytes == Png ? "image/png" : "image/jpeg", picture.Role);
    }

    private static string? TextOf(JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            json = json.GetProperty(name);
        return json.GetString();
    }
}
