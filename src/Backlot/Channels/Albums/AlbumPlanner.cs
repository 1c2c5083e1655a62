using System.Globalization;
using Backlot.Channels.Prompts;
using Backlot.Generation;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Channels.Albums;

/// <summary>Turns a request into an album that can be made; whatever can be known to be wrong is said here, before any
/// work begins.</summary>
internal sealed class AlbumPlanner(BacklotDb db, Generator generator, OwnFiles ownFiles, AlbumLimits limits, DiskNeeds diskNeeds, PlanUsage plan, QueueRoom room, DataFolder folder)
{
    /// <summary>Adds the album and its jobs to the context; the caller saves.</summary>
    /// <exception cref="Refusal">422: names the fields. 507: too little disk, or too little room in the user's plan. 403: too
    /// much for the user's plan this month. 503: the queue is full.</exception>
    public async Task<VideoJob> PlanAsync(NewVideoJob wanted, Channel channel, CancellationToken ct)
    {
        Check(wanted);
        await room.DemandAsync(ct);
        var tracks = wanted.TracksFolder is { } own
            ? await ownFiles.InFolderAsync("tracksFolder", own, MediaKind.Audio, ct) : null;
        var images = wanted.ImagesFolder is { } pictures
            ? await ownFiles.InFolderAsync("imagesFolder", pictures, MediaKind.Image, ct) : null;
        if (tracks is not null)
            CheckFilmLength("tracksFolder", tracks.Select(t => t.Facts.DurationSeconds ?? 0));

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
            Plan = new([.. Sources(tracks, wanted.MusicProvider)], [.. Sources(images, wanted.ImageProvider)]) { Fit = wanted.Fit ?? Fit.Crop },
            PromptsJson = WritePrompts(wanted, niche, moods),
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

    private void Check(NewVideoJob wanted)
    {
        var check = new FieldChecks();
        CheckProvider(check, wanted.MusicProvider, "musicProvider", generator.MusicProviders);
        CheckProvider(check, wanted.ImageProvider, "imageProvider", generator.ImageProviders);
        check.Require(wanted.TracksFolder is null || wanted.MusicPrompts is null, "musicPrompts", "they cannot be given together with tracksFolder.");
        check.Require(wanted.ImagesFolder is null || wanted.VisualPrompts is null, "visualPrompts", "they cannot be given together with imagesFolder.");
        check.Throw();
        if (wanted.OutputDirectory is { } output)
            CheckOutput(output);
    }

    private static void CheckProvider(FieldChecks check, string? provider, string field, IReadOnlyList<string> known) =>
        check.Require(provider is null || known.Contains(provider), field, $"'{provider}' is not known; choose {string.Join(" or ", known)}.");

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

    private static IEnumerable<PartSource> Sources(IReadOnlyList<OwnFile>? files, string? provider) => files is not null
        ? files.Select(file => new PartSource(PartSource.Import, file.Path))
        : Enumerable.Repeat(new PartSource(provider ?? "dummy"), VideoJob.PartCount);

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
