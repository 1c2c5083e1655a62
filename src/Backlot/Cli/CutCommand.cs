using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using Backlot.Library;
using Backlot.Library.Clips;
using Backlot.Library.Cuts;
using Backlot.Library.Similarity;
using Backlot.Platform;
using Backlot.Platform.Http;
using Backlot.Rendering;

namespace Backlot.Cli;

/// <summary><c>cut CLIP…</c>, or <c>cut --best SECONDS</c>: one film of chosen clips, or of the best ones.</summary>
internal static class CutCommand
{
    private const int MostLooked = 1000, PageSize = 200;

    public static Command Define()
    {
        Option<string?> url = CommonOptions.Url();
        Option<string?> data = CommonOptions.Data();
        Argument<string[]> clips = new("CLIP")
        {
            Description = "Clips in order; CLIP@3.5-6 takes that stretch of its film, in seconds.", Arity = ArgumentArity.ZeroOrMore,
        };
        Option<double?> best = new("--best") { Description = "Pick the best clips instead, for a film of at most so many seconds." };
        Option<Guid?> asset = new("--asset") { Description = "With --best: only clips of this asset." };
        Option<string> aspect = new("--aspect") { Description = "16:9, 9:16 or 1:1.", DefaultValueFactory = _ => NewCut.Wide };
        Option<int> side = new("--short-side") { Description = "Pixels of the shorter side.", DefaultValueFactory = _ => 1080 };
        Option<double?> rate = new("--fps") { Description = "Frames a second. Default: that of most of the clips." };
        Option<double> crossfade = new("--crossfade") { Description = "Seconds for which one clip goes over into the next; 0 cuts." };
        Option<bool> letterbox = new("--letterbox") { Description = "Show all of each picture, with bars, instead of cropping it." };
        Option<bool> muted = new("--muted") { Description = "Leave the clips' own sound out." };
        Option<Guid?> music = new("--music") { Description = "An asset with sound that lies under the film." };
        Option<double> gain = new("--music-gain") { Description = "By how many dB the music is louder than the clips.", DefaultValueFactory = _ => -15 };
        Option<double> duck = new("--duck") { Description = "By how many dB the music steps back while the clips are heard." };
        Option<bool> wait = new("--wait") { Description = "Show how far it is until the film is made." };
        Option<string?> target = new("--out") { Description = "Wait, and write the film to this file." };
        var command = new Command("cut", "Cut clips into one film.")
        {
            clips, best, asset, aspect, side, rate, crossfade, letterbox, muted, music, gain, duck, wait, target, url, data,
        };
        command.SetAction(async (parsed, ct) =>
        {
            using var client = await BacklotClient.ConnectAsync(parsed.GetValue(url), parsed.GetValue(data), start: true, ct);
            var parts = await PartsAsync(client, parsed.GetValue(clips) ?? [], parsed.GetValue(best), parsed.GetValue(asset), ct);
            var fade = parsed.GetValue(crossfade);
            var cut = new NewCut([.. parts.Select((part, i) => part with
            {
                CrossfadeSeconds = i == 0 ? 0 : fade, Fit = parsed.GetValue(letterbox) ? Fit.Letterbox : Fit.Crop, Muted = parsed.GetValue(muted),
            })])
            {
                Aspect = parsed.GetValue(aspect) ?? NewCut.Wide, ShortSide = parsed.GetValue(side), FrameRate = parsed.GetValue(rate),
                Music = parsed.GetValue(music) is { } track ? new(track, parsed.GetValue(gain), DuckDb: parsed.GetValue(duck)) : null,
            };
            return await RenderAsync(client, cut, parsed.GetValue(wait), parsed.GetValue(target), ct);
        });
        return command;
    }

    private static async Task<IReadOnlyList<NewCutPart>> PartsAsync(BacklotClient client, string[] clips, double? best, Guid? asset, CancellationToken ct)
    {
        var named = Named(clips, best);
        if (best is not { } seconds)
            return named;
        var parts = await BestCut.PickAsync(BestFirstAsync(client, asset, ct), seconds, async (clip, asking) =>
            (await client.GetAsync<SimilarClips>($"/api/clips/{clip}/similar?limit={PageSize}", asking)).Items
                .Select(found => (found.ClipId, found.Similarity)), ct);
        return parts.Count > 0 ? parts : throw new StartFailed("There are no clips yet: bring footage in with ./backlot ingest FOLDER --wait.");
    }

    /// <summary>The clips that are named; none where the best ones are to be picked.</summary>
    /// <exception cref="StartFailed">What was typed says neither or both, or names what can be no clip.</exception>
    internal static IReadOnlyList<NewCutPart> Named(string[] clips, double? best)
    {
        if (best is null == clips.Length is 0)
            throw new StartFailed("Name the clips in their order, as ./backlot clips lists them, or let --best SECONDS pick them.");
        if (best is not (null or (>= 1 and <= 3600)))
            throw new StartFailed("--best takes 1 to 3600 seconds.");
        return [.. clips.Select(PartOf)];
    }

    private static NewCutPart PartOf(string word)
    {
        var (id, stretch) = word.Split('@', 2) is [var clip, var times] ? (clip, times.Split('-', 2)) : (word, null);
        if (!Guid.TryParse(id, out var guid))
            throw new StartFailed($"'{id}' is no clip: take its id from ./backlot clips.");
        if (stretch is null)
            return new(guid);
        return stretch is [var from, var to] && TryNumber(from, out var start) && TryNumber(to, out var end)
            ? new(guid, In: start, Out: end)
            : throw new StartFailed($"'{word}' names no stretch: write CLIP@3.5-6, in seconds of the film that the clip is from.");
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    private static async IAsyncEnumerable<ClipView> BestFirstAsync(BacklotClient client, Guid? asset, [EnumeratorCancellation] CancellationToken ct)
    {
        string? cursor = null;
        for (var seen = 0; seen < MostLooked; seen += PageSize)
        {
            var page = await client.GetAsync<Page<ClipView>>(
                "/api/clips" + QueryText.Of(("limit", $"{PageSize}"), ("asset", asset?.ToString()), ("cursor", cursor)), ct);
            foreach (var clip in page.Items)
                yield return clip;
            if ((cursor = page.NextCursor) is null)
                yield break;
        }
    }

    private static async Task<int> RenderAsync(BacklotClient client, NewCut cut, bool wait, string? target, CancellationToken ct)
    {
        var render = await client.PostAsync<RenderView>("/api/renders", new NewRender(Cut: cut), ct);
        var planned = render.Metadata.GetProperty("plannedSeconds").GetDouble();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"A film of {planned:0.#} s in {cut.Parts.Count} part{(cut.Parts.Count == 1 ? "" : "s")}, {render.Resolution}."));
        if (!wait && target is null)
        {
            Console.WriteLine($"It is being made. Ask for {new Uri(client.Url, $"/api/renders/{render.Id}")}");
            return 0;
        }
        render = await RenderFollow.FollowAsync(client, render, ct);
        if (render.Status != "completed" || render.VideoUrl is not { } video)
            throw new StartFailed($"The film could not be made: {render.Error}");
        if (target is not null)
            await client.DownloadAsync(video, target, ct);
        var place = target ?? new Uri(client.Url, video).ToString();
        Console.WriteLine($"{RenderFollow.Number(render, "framesCopied")} frames copied, {RenderFollow.Number(render, "framesEncoded")} encoded. {place}");
        return 0;
    }
}
