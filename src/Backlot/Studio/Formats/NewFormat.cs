using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Studio.Formats;

/// <summary>A format to be.</summary>
/// <param name="Beats">Numbered from 1 in their order.</param>
/// <param name="ThumbnailAssetId">One of your pictures.</param>
public sealed record NewFormat(
    [Text(200)] string Name,
    [Items(1, Beat.Most)] IReadOnlyList<Beat> Beats,
    [Text(2000, MayBeEmpty = true, ManyLines = true)] string? Description = null,
    Guid? ThumbnailAssetId = null) : IRequestBody<NewFormat>
{
    public static NewFormat Example => new("Before and after",
        [new(1, "Before", "How it was, and what it lacked.", 8, "The place before anything was done to it: "),
            new(2, "After", "The same view.", 8, "The same view, transformed: ")]);
}

/// <summary>Only what is given changes.</summary>
/// <param name="Beats">All of them, numbered from 1 in their order.</param>
public sealed record FormatEdit(
    [Text(200)] string? Name = null,
    [Items(1, Beat.Most)] IReadOnlyList<Beat>? Beats = null,
    [Text(2000, MayBeEmpty = true, ManyLines = true)] string? Description = null,
    Guid? ThumbnailAssetId = null) : IRequestBody<FormatEdit>
{
    public static FormatEdit Example => new("Before, during and after");
}
