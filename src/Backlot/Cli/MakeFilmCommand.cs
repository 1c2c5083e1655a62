using System.CommandLine;
using System.Globalization;
using Backlot.Library;
using Backlot.Platform;
using Backlot.Studio.Films;

namespace Backlot.Cli;

/// <summary><c>make film BRIEF.json</c>: from a storyboard to a film. Run again, it makes only what is missing, and says so.</summary>
internal static class MakeFilmCommand
{
    public static Command Define()
    {
        Argument<string> brief = new("BRIEF") { Description = $"A JSON file such as {FilmBrief.Example}." };
        Option<string?> resolution = new("--resolution")
        {
            Description = "Of the shots, by the shorter side (360p, 720p, 1080p, 2160p), instead of the file's: 360p for a draft.",
        };
        Option<string?> target = new("--out") { Description = "Where to put the finished film." };
        Option<string?> url = CommonOptions.Url();
        Option<string?> data = CommonOptions.Data();
        var film = new Command("film", "Make a film from a storyboard and wait for it. Ctrl+C leaves it running; run again, only what is missing is made.")
        {
            brief, resolution, target, url, data,
        };
        film.SetAction((parsed, ct) => RunAsync(
            parsed.GetRequiredValue(brief), parsed.GetValue(resolution), parsed.GetValue(target), parsed.GetValue(url), parsed.GetValue(data), ct));
        return film;
    }

    private static async Task<int> RunAsync(string path, string? resolution, string? target, string? url, string? data, CancellationToken ct)
    {
        var brief = await BriefFile.ReadAsync<FilmBrief>(path, FilmBrief.Example, ct);
        brief = brief with { Resolution = resolution ?? brief.Resolution };
        using var client = await BacklotClient.ConnectAsync(url, data, start: true, ct);
        var project = await new FilmProject(client, brief).BringAsync(ct);
        Console.WriteLine($"\"{brief.Title}\": {project.Scenes.Count} scenes, {brief.Characters?.Count ?? 0} characters");
        var cost = await new FilmShooting(client, brief).ShootAsync(project, ct);
        var film = await CompileAsync(client, brief, project.Id, ct);
        if (target is not null && film.Render.VideoUrl is { } video)
            await client.DownloadAsync(video, target, ct);
        Tell(client, film, cost, target);
        return 0;
    }

    private static async Task<FilmView> CompileAsync(BacklotClient client, FilmBrief brief, Guid project, CancellationToken ct)
    {
        var film = await client.PostAsync<FilmView>($"/api/projects/{project}/compile", brief.Film ?? new NewFilm(), ct);
        var wasThere = film.Render.Status == "completed";
        var render = wasThere ? film.Render : await RenderFollow.FollowAsync(client, film.Render, ct);
        if (render.Status != "completed")
            throw new StartFailed($"The film could not be put together: {render.Error}");
        Console.WriteLine(wasThere ? $"Film       already made: version {film.Version}"
            : $"Film       {RenderFollow.Number(render, "framesCopied")} frames copied, {RenderFollow.Number(render, "framesEncoded")} encoded");
        return film with { Render = render };
    }

    private static void Tell(BacklotClient client, FilmView film, decimal costUsd, string? target)
    {
        var render = film.Render;
        var place = target ?? (render.VideoUrl is { } video ? new Uri(client.Url, video).ToString() : "");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{render.DurationSeconds:0.#} s, {(render.FileSizeBytes ?? 0) / 1e6:0.0} MB, version {film.Version}, cost ${costUsd:0.00}"));
        Console.WriteLine($"Watch it:  {place}");
    }
}
