using Backlot.Library.Predictions.Model;

namespace Backlot.Tests.Library.Predictions;

public sealed class CalibrationTests
{
    [Fact]
    public void Who_is_always_right_has_no_error_and_wins_every_pair()
    {
        var judged = Enumerable.Range(0, 50).Select(n => new Judged(n < 40 ? 0 : 1, n < 40 ? 0 : 1, 10)).ToList();

        var calibration = Calibration.Of(judged);

        Assert.Equal((50, 0.0, (double?)1.0), (calibration.Results, calibration.BrierScore, calibration.Auc));
        Assert.Equal(0.8 * 0.2, calibration.BrierOfAverage, 1e-12);
        Assert.All(calibration.Bins, bin => Assert.Equal(bin.Expected, bin.Actual, 1e-12));
    }

    [Fact]
    public void Who_guesses_wins_half_of_the_pairs_and_is_worse_than_the_average()
    {
        var random = new Random(1);
        var judged = Enumerable.Range(0, 5000).Select(_ => new Judged(random.NextDouble(), random.NextDouble() < 0.3 ? 1 : 0, 1)).ToList();

        var calibration = Calibration.Of(judged);

        Assert.InRange(calibration.Auc ?? 0, 0.48, 0.52);
        Assert.True(calibration.BrierScore > calibration.BrierOfAverage);
        Assert.All(calibration.Bins, bin => Assert.InRange(bin.Actual, 0.2, 0.4));
    }

    [Fact]
    public void Who_says_the_average_is_as_good_as_the_average_and_wins_half()
    {
        var judged = Enumerable.Range(0, 100).Select(n => new Judged(0.25, n % 4 == 0 ? 1 : 0, 3)).ToList();

        var calibration = Calibration.Of(judged);

        Assert.Equal(calibration.BrierOfAverage, calibration.BrierScore, 1e-12);
        Assert.Equal(0.5, calibration.Auc);
    }

    [Fact]
    public void Bins_hold_all_results_in_the_order_of_what_was_expected()
    {
        var judged = Enumerable.Range(0, 57).Select(n => new Judged(1 - n / 57.0, 0.1, 1 + n)).ToList();

        var bins = Calibration.Of(judged).Bins;

        Assert.Equal(10, bins.Count);
        Assert.Equal((57, judged.Sum(j => j.Views)), (bins.Sum(b => b.Results), bins.Sum(b => b.Views)));
        Assert.Equal(bins.OrderBy(b => b.Expected), bins);
        Assert.All(bins, bin => Assert.InRange(bin.Results, 5, 6));
    }

    [Fact]
    public void Without_clicks_there_is_no_pair_to_win() =>
        Assert.Null(Calibration.Of([new(0.1, 0, 10), new(0.2, 0, 10)]).Auc);

    [Fact]
    public void A_learnt_law_holds_for_what_it_was_not_learnt_from()
    {
        var calibration = Calibration.Of(CrossValidation.Judge(PlantedClips.Results(300, views: 1000, seed: 7)));

        Assert.InRange(calibration.Auc ?? 0, 0.66, 0.76);       // of the law itself: 0.71
        Assert.True(calibration.BrierScore < calibration.BrierOfAverage);
        Assert.All(calibration.Bins, bin => Assert.Equal(bin.Actual, bin.Expected, 0.012));
    }

    [Fact]
    public void Where_there_is_no_law_a_model_that_was_not_told_the_result_wins_nothing()
    {
        var calibration = Calibration.Of(CrossValidation.Judge(PlantedClips.Results(60, views: 100, seed: 8, law: new double[13])));

        Assert.InRange(calibration.Auc ?? 0, 0.3, 0.58);
        Assert.True(calibration.BrierScore > calibration.BrierOfAverage - 1e-4);
    }

    [Fact]
    public void A_result_of_a_clip_is_never_judged_by_a_model_that_learnt_another_of_that_clip()
    {
        // Each clip has a rate of its own that no feature but its own number tells.
        var random = new Random(9);
        var results = Enumerable.Range(0, 20).SelectMany(clip =>
        {
            var (id, rate, features) = (new Guid(clip, 0, 0, new byte[8]), random.NextDouble(), Enumerable.Range(0, 20).Select(f => f == clip ? 1.0 : 0).ToArray());
            return Enumerable.Range(0, 10).Select(_ => new ClickResult(id, features, rate, 100));
        }).ToList();

        Assert.InRange(Calibration.Of(CrossValidation.Judge(results)).Auc ?? 0, 0, 0.55);
    }
}
