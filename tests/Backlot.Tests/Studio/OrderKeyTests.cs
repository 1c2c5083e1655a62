using Backlot.Platform;
using Backlot.Studio;

namespace Backlot.Tests.Studio;

public sealed class OrderKeyTests
{
    /// <summary>The pairs that fractional-indexing libraries document, so that a page may make keys itself.</summary>
    [Theory]
    [InlineData(null, null, "a0")]
    [InlineData("a0", null, "a1")]
    [InlineData(null, "a0", "Zz")]
    [InlineData("a0", "a1", "a0V")]
    [InlineData("a0V", "a1", "a0l")]
    [InlineData("Zz", "a0", "ZzV")]
    [InlineData("Zz", "a1", "a0")]
    [InlineData("az", null, "b00")]
    [InlineData("b00", null, "b01")]
    [InlineData(null, "Y00", "Xzzz")]
    [InlineData("bzz", null, "c000")]
    [InlineData("a0", "a0V", "a0G")]
    [InlineData("a0", "a0G", "a08")]
    [InlineData("b125", "b129", "b127")]
    [InlineData("a0", "a1V", "a1")]
    [InlineData("Zz", "a01", "a0")]
    [InlineData(null, "a0V", "a0")]
    [InlineData(null, "b999", "b99")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzy", null, "zzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzz", null, "zzzzzzzzzzzzzzzzzzzzzzzzzzzV")]
    public void Keys_are_those_of_the_shared_form(string? low, string? high, string expected) =>
        Assert.Equal(expected, OrderKey.Between(low, high));

    [Fact]
    public void Between_any_two_there_is_always_another()
    {
        var random = Xoshiro256.FromSeed(7);
        List<string> keys = [OrderKey.Between(null, null)];
        for (var i = 0; i < 3000; i++)
        {
            var place = (int)(random.Next() % (ulong)(keys.Count + 1));
            keys.Insert(place, OrderKey.Between(place > 0 ? keys[place - 1] : null, place < keys.Count ? keys[place] : null));
        }

        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.DoesNotContain(keys, key => key.Length > 2 && key[^1] == '0' && key[0] is 'a' or 'Z');
    }

    [Fact]
    public void The_wrong_way_round_is_refused() => Assert.Throws<ArgumentException>(() => OrderKey.Between("a1", "a0"));

    [Theory]
    [InlineData("front")]
    [InlineData("behind the first")]
    [InlineData("before the last")]
    [InlineData("end")]
    public void Thousands_that_are_put_at_the_same_place_keep_keys_short(string where)
    {
        IReadOnlyList<string> keys = ["a0", "a1"];
        var rewrites = 0;
        for (var i = 0; i < 2000; i++)
        {
            var place = where switch { "front" => 0, "behind the first" => 1, "before the last" => keys.Count - 1, _ => keys.Count };
            var before = keys;
            keys = OrderKey.Insert(keys, place);
            rewrites += before.SequenceEqual(keys.Where((_, at) => at != place)) ? 0 : 1;
        }

        Assert.Equal(2002, keys.Distinct().Count());
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        Assert.InRange(keys.Max(key => key.Length), 2, OrderKey.Longest);
        // One of hundreds changes the others; at either end none does.
        Assert.InRange(rewrites, 0, 8);
    }

    [Fact]
    public void Of_equal_keys_a_new_one_comes_behind_all_and_a_whole_list_between_two_stays_short()
    {
        Assert.Equal(["a0", "a0V", "a0", "a1"], OrderKey.Insert(["a0", "a0", "a1"], 1));

        var many = OrderKey.Rearrange(["a0", .. Enumerable.Repeat((string?)null, 498), "a1"]);

        Assert.Equal(many.Order(StringComparer.Ordinal), many);
        Assert.InRange(many.Max(key => key.Length), 2, OrderKey.Longest);
    }

    [Fact]
    public void A_new_order_changes_as_few_keys_as_can_be()
    {
        Assert.Equal(["a0", "a1", "a2"], OrderKey.Rearrange([null, null, null]));
        Assert.Equal(["a0", "a1", "a2"], OrderKey.Rearrange(["a0", "a1", "a2"]));
        // The last one moved to the front: it alone gets a new key.
        Assert.Equal(["Zz", "a0", "a1"], OrderKey.Rearrange(["a2", "a0", "a1"]));
        // Equal keys, which two clients may have made at once, are told apart again.
        Assert.Equal(["a0", "a1"], OrderKey.Rearrange(["a0", "a0"]));
        Assert.Empty(OrderKey.Rearrange([]));
    }
}
