namespace Backlot.Platform.Http.OpenApi;

/// <summary>A chapter of the API document; each module registers its own.</summary>
/// <param name="Name">As operations name it.</param>
/// <param name="Description">One or two sentences.</param>
public sealed record ApiTag(string Name, string Description);
