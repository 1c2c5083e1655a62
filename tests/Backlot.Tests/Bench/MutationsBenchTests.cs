using Backlot.Benchmarks.Mutations;

namespace Backlot.Tests.Bench;

/// <summary>A few spoilt files of each of some kinds; <c>./backlot bench mutations</c> tries thousands.</summary>
public sealed class MutationsBenchTests
{
    [Fact(Timeout = 240_000)]
    public async Task Whatever_is_spoilt_is_refused_with_a_reason_or_read()
    {
        var figures = await new MutationRun(seeds: 7, perSeed: 4, first: 20261121, _ => { }).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(28, figures.Sum(figure => figure.Value));
        Assert.InRange(figures[0].Value, 1, 27);
    }

    [Fact]
    public void The_same_number_spoils_in_the_same_way_and_another_in_another()
    {
        var good = new byte[10_000];

        Assert.Equal(Mutation.Of(good, 7), Mutation.Of(good, 7));
        Assert.NotEqual(Mutation.Of(good, 7), Mutation.Of(good, 11));
        Assert.NotEqual(good, Mutation.Of(good, 4));
    }
}
