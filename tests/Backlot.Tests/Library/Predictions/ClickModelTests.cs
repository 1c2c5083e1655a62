using Backlot.Library.Predictions.Model;

namespace Backlot.Tests.Library.Predictions;

public sealed class ClickModelTests
{
    [Fact]
    public void A_planted_law_is_found_again()
    {
        var model = ClickModel.Learn(PlantedClips.Results(400, views: 2000, seed: 1));

        Assert.Equal(PlantedClips.LogOddsOfAverage, model.Fit.Coefficients[0], 0.06);
        Assert.All(PlantedClips.Law.Zip(model.Fit.Coefficients.Skip(1)), pair => Assert.Equal(pair.First, pair.Second, 0.06));
        Assert.InRange(model.Dispersion, 0, 1e-4);
    }

    [Fact]
    public void What_it_says_of_its_own_coefficients_holds_in_about_nine_of_ten_samples()
    {
        var within = 0;
        for (var seed = 0; seed < 50; seed++)
        {
            // By the deviation that the features were drawn with, not by that of this sample.
            var model = ClickModel.Learn(PlantedClips.Results(60, views: 300, seed));
            var (found, deviation) = (model.Fit.Coefficients[1] / model.Deviations[0], Math.Sqrt(model.Fit.Covariance[1][1]) / model.Deviations[0]);
            within += Math.Abs(found - PlantedClips.Law[0]) <= 1.645 * deviation ? 1 : 0;
        }

        Assert.InRange(within, 37, 50);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void About_nine_of_ten_new_ads_lie_within_the_band_however_much_ads_differ(double spread)
    {
        var model = ClickModel.Learn(PlantedClips.Results(300, views: 3000, seed: 2, spread));
        var news = PlantedClips.Results(300, views: 3000, seed: 3, spread);

        var within = news.Count(ad => model.Predict(ad.Features) is var said && ad.Rate >= said.Low && ad.Rate <= said.High);

        // Without a spread the band says where the chance lies, and 3,000 views add their own luck.
        Assert.InRange(within / 300.0, spread > 0 ? 0.85 : 0, 0.96);
    }

    [Fact]
    public void Many_views_of_one_ad_do_not_drown_what_many_ads_tell()
    {
        var results = PlantedClips.Results(200, views: 500, seed: 4, spread: 0.6);
        var loud = results[0] with { Rate = 0.6, Views = 1e9 };

        var (without, with) = (ClickModel.Learn(results), ClickModel.Learn([.. results.Skip(1), loud]));

        Assert.All(without.Fit.Coefficients.Zip(with.Fit.Coefficients), pair => Assert.Equal(pair.First, pair.Second, 0.5));
    }

    [Fact]
    public void Results_that_a_line_parts_stay_finite()
    {
        var results = Enumerable.Range(0, 100).Select(n => new ClickResult(new Guid(n, 0, 0, new byte[8]), [n], n < 50 ? 0 : 1, 1e6)).ToList();

        var model = ClickModel.Learn(results);
        var (low, high) = (model.Predict([0]), model.Predict([99]));

        Assert.All(model.Fit.Coefficients, c => Assert.InRange(c, -1000, 1000));
        Assert.All((double[])[low.Rate, low.Low, low.High, high.Rate, high.Low, high.High], rate => Assert.InRange(rate, 0, 1));
        Assert.True(low.Rate < 0.1 && high.Rate > 0.9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Results_that_are_all_alike_stay_finite(double rate)
    {
        var results = Enumerable.Range(0, 60).Select(n => new ClickResult(new Guid(n, 0, 0, new byte[8]), [n, 7], rate, 1000)).ToList();

        var said = ClickModel.Learn(results).Predict([30, 7]);

        Assert.Equal(rate, said.Rate, 0.05);
        Assert.True(said.Low <= said.Rate && said.Rate <= said.High && double.IsFinite(said.High));
    }

    [Fact]
    public void A_feature_that_never_differed_tells_nothing()
    {
        var results = PlantedClips.Results(60, views: 1000, seed: 5).ConvertAll(r => r with { Features = [.. r.Features, 3] });

        var model = ClickModel.Learn(results);

        Assert.Equal(model.Predict([.. results[0].Features[..4], 3]).Rate, model.Predict([.. results[0].Features[..4], 1e6]).Rate);
    }

    [Fact]
    public void The_factors_are_what_each_feature_does_to_the_odds()
    {
        var results = PlantedClips.Results(100, views: 1000, seed: 6);
        var model = ClickModel.Learn(results);

        var said = model.Predict(results[0].Features);

        Assert.Equal(Odds.Log(said.Rate), model.Fit.Coefficients[0] + said.Factors.Sum(Math.Log), 1e-9);
    }

    [Fact]
    public void The_prior_is_wide_and_the_same_for_all()
    {
        var said = ClickPrior.Forecast;

        Assert.Equal(0.02, said.Rate, 1e-12);
        Assert.Equal(0.00105, said.Low, 1e-5);
        Assert.Equal(0.0593, said.High, 1e-4);
    }
}
