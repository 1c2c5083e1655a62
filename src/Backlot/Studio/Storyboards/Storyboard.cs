using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Storyboards;

/// <summary>The rows behind one document, and how an edit of the document becomes changes of rows.</summary>
internal sealed class Storyboard
{
    private readonly BacklotDb _db;
    private List<Scene> _scenes;
    private Character? _character;

    private Storyboard(BacklotDb db, Project project, List<Scene> scenes, Character? character) =>
        (_db, Project, _scenes, _character) = (db, project, scenes, character);

    public Project Project { get; }

    /// <summary>A new one. Its project is not in the context yet.</summary>
    public static Storyboard Begin(BacklotDb db, NewStoryboard wanted, Caller caller)
    {
        var project = new Project
        {
            UserId = caller.UserId,
            Title = wanted.Name.Trim(),
            PresetKey = wanted.PresetKey,
            ProjectType = wanted.ProjectType ?? ProjectType.Movie,
        };
        return new(db, project, [], null);
    }

    /// <exception cref="Refusal">404: no such storyboard of this user.</exception>
    public static async Task<Storyboard> ReadAsync(BacklotDb db, Guid id, CancellationToken ct)
    {
        var project = await db.Projects.SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Refusal.NotFound();
        var scenes = await db.Scenes.Where(s => s.ProjectId == id).OrderBy(s => s.OrderKey).ThenBy(s => s.Id).ToListAsync(ct);
        // A project may have many characters; the storyboard speaks of the first.
        var character = await db.Characters.Where(c => c.ProjectId == id).OrderBy(c => c.Id).FirstOrDefaultAsync(ct);
        return new(db, project, scenes, character);
    }

    public StoryboardView View(MediaLinks links) => StoryboardView.Of(Project, _scenes, _character, links);

    /// <summary>Takes what is given into the rows; whoever opened the project saves them.</summary>
    /// <exception cref="Refusal">422: a scene of another storyboard or the same twice; 409: a locked one would change.</exception>
    public void Write(StoryboardCharacter? character, IReadOnlyList<StoryboardScene>? scenes, DateTimeOffset now)
    {
        if (character is not null)
            WriteCharacter(character, now);
        if (scenes is not null)
            WriteScenes(scenes, now);
    }

    private void WriteCharacter(StoryboardCharacter wanted, DateTimeOffset now)
    {
        if (_character is null)
        {
            _character = new()
            {
                ProjectId = Project.Id, UserId = Project.UserId, Name = wanted.Name, AppearanceDescriptor = wanted.Appearance ?? new(), UpdatedAt = now,
            };
            _db.Characters.Add(_character);
            return;
        }
        _character.Name = wanted.Name;
        _character.AppearanceDescriptor = wanted.Appearance ?? _character.AppearanceDescriptor;
        _character.UpdatedAt = now;
    }

    private void WriteScenes(IReadOnlyList<StoryboardScene> wanted, DateTimeOffset now)
    {
        var earlier = _scenes.ToDictionary(s => s.Id);
        Demand(wanted, earlier);
        var gone = _scenes.Where(s => wanted.All(w => w.Id != s.Id)).ToList();
        gone.ForEach(scene => scene.DemandUnlocked());
        _db.Scenes.RemoveRange(gone);
        var keys = OrderKey.Rearrange([.. wanted.Select(w => w.Id is { } id ? earlier[id].OrderKey : null)]);
        _scenes = [.. wanted.Select((scene, place) => scene.Id is { } id
            ? Change(earlier[id], scene, keys[place], now)
            : Add(scene, keys[place], now))];
    }

    private static void Demand(IReadOnlyList<StoryboardScene> wanted, Dictionary<Guid, Scene> earlier)
    {
        var seen = new HashSet<Guid>();
        var faults = wanted.Index().Where(scene => scene.Item.Id is { } id && !(earlier.ContainsKey(id) && seen.Add(id)))
            .Select(scene => new FieldError($"/scenes/{scene.Index}/id",
                "scenes: an id must be that of a scene of this storyboard, and stand there once; leave it out for a new scene."))
            .ToList();
        if (faults.Count > 0)
            throw Refusal.Invalid(faults);
    }

    private static Scene Change(Scene scene, StoryboardScene wanted, string orderKey, DateTimeOffset now)
    {
        var (parameters, duration) = (wanted.Parameters ?? scene.Parameters, wanted.DurationSeconds ?? scene.DurationSeconds);
        if ((scene.Prompt, scene.Parameters, scene.DurationSeconds) != (wanted.Prompt, parameters, duration))
        {
            scene.DemandUnlocked();
            scene.Rewrite(wanted.Prompt, parameters, duration);
            scene.UpdatedAt = now;
        }
        scene.MoveTo(orderKey, now);
        return scene;
    }

    private Scene Add(StoryboardScene wanted, string orderKey, DateTimeOffset now)
    {
        var scene = new Scene
        {
            ProjectId = Project.Id,
            UserId = Project.UserId,
            OrderKey = orderKey,
            Prompt = wanted.Prompt,
            Parameters = wanted.Parameters ?? new(),
            DurationSeconds = wanted.DurationSeconds,
            UpdatedAt = now,
        };
        _db.Scenes.Add(scene);
        return scene;
    }
}
