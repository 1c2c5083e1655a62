using System.ComponentModel;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.Versions;
using Backlot.Studio.Formats;
using Backlot.Studio.Writing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Projects;

/// <summary><c>/api/projects</c>.</summary>
internal static class ProjectApi
{
    public static void MapProjects(this IEndpointRouteBuilder routes)
    {
        var projects = routes.MapGroup("/api/projects").WithTags("Studio").ProducesProblem(401);
        projects.MapGet("/", List).WithName("listProjects").WithSummary("Projects, newest first").ProducesProblem(400);
        projects.MapPost("/", Add).WithName("addProject").WithSummary("Begin a project, empty or laid out by a format").ProducesProblem(400)
            .ProducesProblem(422).Makes();
        projects.MapGet("/{id:guid}", Get).WithName("getProject").WithSummary("One project").ProducesProblem(404).Versioned();
        projects.MapPatch("/{id:guid}", Edit).WithName("editProject").WithSummary("Change a project")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(422).ChangesVersionOf("getProject");
        projects.MapDelete("/{id:guid}", Delete).WithName("deleteProject")
            .WithSummary("Delete a project with its scenes and characters; shots stay in the library")
            .ProducesProblem(404).ChangesVersionOf("getProject");
    }

    private static Task<Page<ProjectView>> List(BacklotDb db,
        [Text(200, MayBeEmpty = true), Description("Only those with this in their title, whatever its case.")] string? q,
        [StateOf<ProjectStatus>, Description("Only those that stand there.")] string? status, int? limit, string? cursor, CancellationToken ct)
    {
        var projects = db.Projects.AsNoTracking();
        if (q is { Length: > 0 })
            projects = projects.Where(p => EF.Functions.ILike(p.Title, LikePattern.Containing(q), LikePattern.Escape));
        if (status is not null)
        {
            var only = TextEnum.Parse<ProjectStatus>(status);
            projects = projects.Where(p => p.Status == only);
        }
        return Page.ReadAsync(limit, cursor,
            (below, take) => Views(db, projects.Where(p => p.Id < below).OrderByDescending(p => p.Id).Take(take)).ToListAsync(ct), project => project.Id);
    }

    private static async Task<ProjectView> Get(Guid id, BacklotDb db, CancellationToken ct) =>
        await Views(db, db.Projects.AsNoTracking().Where(p => p.Id == id)).SingleOrDefaultAsync(ct) ?? throw Refusal.NotFound();

    private static async Task<Created<ProjectView>> Add(
        NewProject wanted, Caller caller, BacklotDb db, StudioWrites writes, TimeProvider time, CancellationToken ct)
    {
        var format = await DemandAsync(db, wanted.BrainId, wanted.FormatId, ct);
        var project = new Project
        {
            UserId = caller.UserId, Title = wanted.Title.Trim(), ProjectType = wanted.ProjectType ?? ProjectType.Movie, PresetKey = wanted.PresetKey,
            BrainId = wanted.BrainId, FormatId = wanted.FormatId, Settings = wanted.Settings ?? new(),
        };
        await writes.BeginProjectAsync(project, () =>
        {
            if (format is not null)
                db.Scenes.AddRange(Layout.Of(format, project, project.Settings.TargetDurationSeconds, time.GetUtcNow()));
            return Task.CompletedTask;
        }, ct);
        return TypedResults.Created($"/api/projects/{project.Id}", await Get(project.Id, db, ct));
    }

    private static async Task<ProjectView> Edit(Guid id, ProjectEdit edit, BacklotDb db, StudioWrites writes, CancellationToken ct)
    {
        FieldChecks.Demand(edit is not { WithoutBrain: true, BrainId: not null }, "withoutBrain", "leave it out where a brain is named.");
        await writes.InProjectAsync(id, async project =>
        {
            await DemandAsync(db, edit.BrainId, edit.FormatId, ct);
            project.Title = edit.Title?.Trim() ?? project.Title;
            project.ProjectType = edit.ProjectType ?? project.ProjectType;
            project.PresetKey = edit.PresetKey ?? project.PresetKey;
            project.Status = edit.Status ?? project.Status;
            project.BrainId = edit.WithoutBrain == true ? null : edit.BrainId ?? project.BrainId;
            project.FormatId = edit.FormatId ?? project.FormatId;
            project.Settings = edit.Settings ?? project.Settings;
            return project;
        }, ct);
        return await Get(id, db, ct);
    }

    private static async Task<NoContent> Delete(Guid id, StudioWrites writes, CancellationToken ct)
    {
        await writes.DeleteProjectAsync(id, ct);
        return TypedResults.NoContent();
    }

    /// <returns>The format, where one is named.</returns>
    /// <exception cref="Refusal">422: there is no such brain or format for the owner.</exception>
    private static async Task<FormatTemplate?> DemandAsync(BacklotDb db, Guid? brainId, Guid? formatId, CancellationToken ct)
    {
        var format = formatId is null ? null : await db.FormatTemplates.AsNoTracking().SingleOrDefaultAsync(f => f.Id == formatId, ct);
        var checks = new FieldChecks();
        checks.Require(brainId is null || await db.Brains.AnyAsync(b => b.Id == brainId, ct), "brainId",
            "name one of your brains, or one that comes with Backlot: GET /api/brains.");
        checks.Require(formatId is null || format is not null, "formatId", "name one of your formats, or one that comes with Backlot: GET /api/formats.");
        checks.Throw();
        return format;
    }

    private static IQueryable<ProjectView> Views(BacklotDb db, IQueryable<Project> projects)
    {
        var scenes = db.Scenes;
        return projects.Select(p => new ProjectView(p.Id, p.Title, p.ProjectType, p.PresetKey, p.Status, p.BrainId, p.FormatId, p.Settings,
            scenes.Count(s => s.ProjectId == p.Id), scenes.Count(s => s.ProjectId == p.Id && s.VideoAssetId != null), p.CreatedAt, p.UpdatedAt));
    }
}
