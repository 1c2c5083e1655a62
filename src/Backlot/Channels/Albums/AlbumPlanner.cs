using System.Globalization;
using Backlot.Channels.Prompts;
using Backlot.Generation.Providers;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http.Limits;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Channels.Albums;

/// <summary>Turns a request into an album that can be made; whatever can be known to be wrong is said here, before any
/// work begins.</summary>
internal sealed class AlbumPlanner(BacklotDb db, AlbumProviders providers, OwnFiles ownFiles, AlbumLimits limits, DiskNeeds diskNeeds, PlanUsage plan, QueueRoom room, DataFolder folder)
{
    /// <summary>Adds the album and its jobs to the context; the caller saves.</summary>
    /// <exception cref="Refusal">422: names the fields. 507: too little disk, or too little room in the user's plan. 403: too
    /// much for the user's plan this month. 409: a provider's key is missing. 503: the queue is full.</exception>
    public async Task<VideoJob> PlanAsync(NewVideoJob wanted, Channel channel, CancellationToken ct)
    {
        var (musicBy, imagesBy, promptsBy) = (
            Choice(wanted.MusicProviders, wanted.MusicProvider, channel.MusicProviders, AlbumProviders.BuiltIn),
            Choice(wanted.ImageProviders, wanted.ImageProvider, channel.ImageProviders, AlbumProviders.BuiltIn),
            Choice(wanted.PromptWriters, null, channel.PromptWriters, PromptWriting.BuiltIn));
        Check(wanted, musicBy, imagesBy, promptsBy);
        await room.DemandAsync(ct);
        var tracks = wanted.TracksFolder is { } own
            ? await ownFiles.InFolderAsync("tracksFolder", own, MediaKind.Audio, ct) : null;
        var images = wanted.ImagesFolder is { } pictures
            ? await ownFiles.InFolderAsync("imagesFolder", pictures, MediaKind.Image, ct) : null;
        if (tracks is not null)
            CheckFilmLength("tracksFolder", tracks.Select(t => t.Facts.DurationSeconds ?? 0));

        var writing = WritingOf(wanted, promptsBy);
        await providers.DemandKeysAsync(channel.UserId, [
            .. tracks is null ? musicBy : [], .. images is null ? imagesBy : [], .. writing?.Writers ?? []], ct);
        var niche = wanted.Niche?.Trim() ?? channel.BrandNiche;
        var moods = wanted.MoodKeywords?.Select(mood => mood.Trim()).ToArray() ?? [];
        var album = new VideoJob
        {
            UserId = channel.UserId,
            ChannelId = channel.Id,
            Title = wanted.Title?.Trim() ?? DefaultTitle(niche, moods),
            NicheLabel = niche,
            MoodKeywords = moods,
            TargetDurationMinutes = wanted.TargetDurationMinutes,
            Seed = wanted.Seed ?? 1,
            Plan = new([.. Sources(tracks, musicBy)], [.. Sources(images, imagesBy)]) { Fit = wanted.Fit ?? Fit.Crop, Writing = writing },
            PromptsJson = WritePrompts(wanted, niche, moods) with { WrittenBy = writing is null ? PromptWriting.BuiltIn : null },
            OutputDirectory = "",
        };
        album.OutputDirectory = wanted.OutputDirectory ?? Path.Combine(folder.Exports, FolderName(album));
        diskNeeds.Check(album, tracks, images);
        await plan.DemandStorageAsync(album.UserId, DiskNeeds.AssetBytes(album, tracks, images), ct);
        await plan.DemandMinutesAsync(album.UserId, album.TargetDurationMinutes * (tracks is null ? 2 : 1), () => OrderedMinutesAsync(album.UserId, ct), ct);
        db.VideoJobs.Add(album);
        await AlbumFlow.EnqueueMissingAsync(db, album, ct);
        return album;
    }

    /// <exception cref="Refusal">422: the film would be too short or too long.</exception>
    public void CheckFilmLength(string field, IEnumerable<double> trackSeconds)
    {
        var film = TimeSpan.FromSeconds(trackSeconds.Sum() - (VideoJob.PartCount - 1) * AlbumPlan.CrossfadeSeconds);
        if (film.TotalMinutes < limits.ShortestMinutes || film.TotalMinutes > limits.LongestMinutes)
            throw Refusal.Invalid(new FieldError("/" + field,
                $"{field}: the {VideoJob.PartCount} tracks make a film of {film:h\\:mm\\:ss}; an album lasts {limits.ShortestMinutes} to {limits.LongestMinutes} minutes, so exchange some for {(film.TotalMinutes < limits.ShortestMinutes ? "longer" : "shorter")} ones."));
    }

    private Task<double> OrderedMinutesAsync(Guid userId, CancellationToken ct) =>
        db.Database.SqlQueryRaw<double>(SqlFile.Read("Channels/Sql/ordered_minutes.sql"), userId).SingleAsync(ct);

    private void Check(NewVideoJob wanted, IReadOnlyList<string> musicBy, IReadOnlyList<string> imagesBy, IReadOnlyList<string> promptsBy)
    {
        var check = new FieldChecks();
        check.Require(wanted.MusicProvider is null || wanted.MusicProviders is null, "musicProvider", "give either it or musicProviders.");
        check.Require(wanted.ImageProvider is null || wanted.ImageProviders is null, "imageProvider", "give either it or imageProviders.");
        providers.Check<MusicOrder>(check, "musicProvider", wanted.MusicProvider is { } music ? [music] : null, isSingle: true);
        providers.Check<ImageOrder>(check, "imageProvider", wanted.ImageProvider is { } image ? [image] : null, isSingle: true);
        check.Require(wanted.TracksFolder is null || wanted.MusicPrompts is null, "musicPrompts", "they cannot be given together with tracksFolder.");
        check.Require(wanted.ImagesFolder is null || wanted.VisualPrompts is null, "visualPrompts", "they cannot be given together with imagesFolder.");
        check.Throw();
        providers.Check(musicBy, imagesBy, promptsBy);
        providers.CheckPrompts<MusicOrder>(check, "musicPrompts", wanted.MusicPrompts, musicBy);
        providers.CheckPrompts<ImageOrder>(check, "visualPrompts", wanted.VisualPrompts, imagesBy);
        check.Throw();
        if (wanted.OutputDirectory is { } output)
            CheckOutput(output);
    }

    /// <summary>The album's own choice, or the channel's.</summary>
    private static IReadOnlyList<string> Choice(IReadOnlyList<string>? several, string? one, string[] channels, string builtIn) =>
        several ?? (one is not null ? [one] : channels.Length > 0 ? channels : [builtIn]);

    /// <returns>Null when the built-in writer is the first, or nothing is left to be written.</returns>
    private static PromptWriting? WritingOf(NewVideoJob wanted, IReadOnlyList<string> promptsBy)
    {
        var writers = promptsBy.TakeWhile(writer => !PromptWriting.IsBuiltIn(writer)).ToList();
        var (music, visuals) = ((wanted.MusicPrompts ?? (object?)wanted.TracksFolder) is null, (wanted.VisualPrompts ?? (object?)wanted.ImagesFolder) is null);
        return writers.Count > 0 && (music || visuals) ? new(writers, music, visuals) : null;
    }

    /// <summary>Tried by writing: rights, read-only disks and files in the way all show.</summary>
    internal static void CheckOutput(string output)
    {
        try
        {
            if (!Path.IsPathFullyQualified(output))
                throw new IOException("it must be an absolute path");
            var existed = Directory.Exists(output);
            Directory.CreateDirectory(output);
            var trial = Path.Combine(output, ".backlot-" + Guid.CreateVersion7().ToString("N"));
            File.WriteAllBytes(trial, []);
            File.Delete(trial);
            if (!existed)
                Directory.Delete(output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Refusal.Invalid(new FieldError("/outputDirectory", $"outputDirectory: {output} cannot be written ({e.Message.TrimEnd('.')})."));
        }
    }

    private static IEnumerable<PartSource> Sources(IReadOnlyList<OwnFile>? files, IReadOnlyList<string> names) => files is not null
        ? files.Select(file => new PartSource(PartSource.Import, file.Path))
        : Enumerable.Repeat(PartSource.Of(names), VideoJob.PartCount);

    private static AlbumPrompts WritePrompts(NewVideoJob wanted, string niche, string[] moods) => BuiltInPromptWriter.Write(new(
        niche, moods, wanted.TargetDurationMinutes * 60, AlbumPlan.CrossfadeSeconds, wanted.Seed ?? 1, wanted.MusicPrompts, wanted.VisualPrompts));

    private static string DefaultTitle(string niche, string[] moods)
    {
        var title = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(moods.Length > 0 ? $"{string.Join(", ", moods)} {niche}" : niche);
        if (title.Length <= VideoJob.LongestTitle)
            return title;
        // Not between the two halves of a character outside of the basic plane.
        return title[..(char.IsHighSurrogate(title[VideoJob.LongestTitle - 1]) ? VideoJob.LongestTitle - 1 : VideoJob.LongestTitle)].TrimEnd();
    }

    /// <summary>Readable, and safe as a name: letters and digits of the title, and the end of the id.</summary>
    private static string FolderName(VideoJob album)
    {
        var words = new string([.. album.Title.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
        return string.Join('-', words.Split('-', StringSplitOptions.RemoveEmptyEntries).Append(album.Id.ToString("N")[^8..]));
    }
}
