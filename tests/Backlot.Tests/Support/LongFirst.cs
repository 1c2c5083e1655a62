using Backlot.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongFirst))]

namespace Backlot.Tests.Support;

/// <summary>Classes that start programs or make whole films come first: one of them alone at the end would leave the other cores idle for a minute.</summary>
internal sealed class LongFirst : ITestCollectionOrderer
{
    private static readonly string[] Areas = ["Bench", "Cli", "Channels", "Studio.Shots", "Rendering", "Platform", "Jobs"];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(PlaceOf)];

    private static int PlaceOf<TTestCollection>(TTestCollection collection) where TTestCollection : ITestCollection
    {
        var place = Array.FindIndex(Areas, area => collection.TestCollectionDisplayName.Contains($"Backlot.Tests.{area}.", StringComparison.Ordinal));
        return place < 0 ? Areas.Length : place;
    }
}
