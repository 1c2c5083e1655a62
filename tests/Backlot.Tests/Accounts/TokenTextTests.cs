using Backlot.Accounts;

namespace Backlot.Tests.Accounts;

public sealed class TokenTextTests
{
    [Fact]
    public void Every_new_token_is_another_and_well_formed()
    {
        var tokens = Enumerable.Range(0, 1000).Select(_ => TokenText.New()).ToList();

        Assert.Equal(1000, tokens.Distinct().Count());
        Assert.All(tokens, token => Assert.True(TokenText.IsWellFormed(token)));
        Assert.All(tokens, token => Assert.Equal(53, token.Length));
    }

    [Fact]
    public void A_slip_of_the_pen_is_noticed_without_a_look_into_the_database()
    {
        var token = TokenText.New();

        for (var i = 0; i < token.Length; i++)
            Assert.False(TokenText.IsWellFormed(token[..i] + (token[i] == 'x' ? 'y' : 'x') + token[(i + 1)..]));
        Assert.False(TokenText.IsWellFormed(token + "x"));
        Assert.False(TokenText.IsWellFormed(token[1..]));
        Assert.False(TokenText.IsWellFormed(""));
    }
}
