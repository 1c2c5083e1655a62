using Backlot.Benchmarks.Contract;

namespace Backlot.Tests.Support.OpenApi;

/// <summary>docs/api/openapi.json, which a test proves to be what is served.</summary>
internal static class CommittedContract
{
    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "docs/api/openapi.json");
    public static ApiContract Value { get; } = ApiContract.Parse(File.ReadAllText(Path));
    public static AnswerCheck Check { get; } = new(Value);
}
