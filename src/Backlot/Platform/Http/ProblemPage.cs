namespace Backlot.Platform.Http;

/// <summary>What the <c>type</c> of a problem document leads to: docs/problems.md, as it was when this program was built.</summary>
internal static class ProblemPage
{
    private const string Path = "/docs/problems.md";

    /// <summary>An address on this server (RFC 9457 allows it to be relative).</summary>
    public static string TypeOf(string code) => $"{Path}#{code}";

    public static void MapProblemPage(this IEndpointRouteBuilder routes) => routes.MapGet(Path, () =>
        TypedResults.Stream(typeof(ProblemPage).Assembly.GetManifestResourceStream("problems.md") ?? Stream.Null, "text/markdown; charset=utf-8"))
        .AllowAnonymous().ExcludeFromDescription();
}
