namespace MedTrain.Data.Tests;

public class NearestNameTests
{
    [Theory]
    [InlineData("trainnig", "training")]
    [InlineData("Simple_CNN", "simple-cnn")]
    [InlineData("densenet", "densenet121")]
    [InlineData("lable", "label")]
    public void A_typing_error_finds_the_name_that_was_meant(string given, string expected) =>
        Assert.Equal(expected, NearestName.Of(given, ["simple-cnn", "densenet121", "training", "label"]));

    [Theory]
    [InlineData("transformer")]
    [InlineData("x")]
    [InlineData("")]
    public void Nothing_is_suggested_when_nothing_is_close(string given) =>
        Assert.Null(NearestName.Of(given, ["simple-cnn", "densenet121", "training"]));
}
