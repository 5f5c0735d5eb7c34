namespace MedTrain.Data.Tests;

public class NearestNameTests
{
    [Theory]
    [InlineData("trainnig", "training")]
    [InlineData("Simple_CNN", "simple-cnn")]
    [InlineData("densenet", "densenet121")]
    [InlineData("lable", "label")]
    [InlineData("desnet121", "densenet121")]
    public void A_typing_error_finds_the_name_that_was_meant(string given, string expected) =>
        Assert.Equal(expected, NearestName.Of(given, ["simple-cnn", "resnet101", "densenet121", "training", "label"]));

    [Theory]
    [InlineData("transformer")]
    [InlineData("x")]
    [InlineData("")]
    public void Nothing_is_suggested_when_nothing_is_close(string given) =>
        Assert.Null(NearestName.Of(given, ["simple-cnn", "densenet121", "training"]));

    [Fact]
    public void A_part_of_a_long_name_finds_it() =>
        Assert.Equal("timm_coatnet_nano_rw_224", NearestName.Of("coatnet-nano", ["resnet18", "timm_coatnet_nano_rw_224", "timm_coatnet_0_224"]));

    [Fact]
    public void Few_names_are_all_listed_and_of_many_the_nearest()
    {
        string[] many = [.. Enumerable.Range(10, 60).Select(index => $"network{index}")];

        Assert.Equal("allowed: linear, radial", NearestName.Advice("x", ["linear", "radial"]));
        var advice = NearestName.Advice("netwrok33", many);
        Assert.StartsWith("did you mean \"network33\"? near it: network33, ", advice, StringComparison.Ordinal);
        Assert.EndsWith(", and 52 others", advice, StringComparison.Ordinal);
        Assert.Equal(9, advice.Split(", ").Length);
    }

    [Fact]
    public void The_name_that_is_asked_for_is_the_first_of_those_listed()
    {
        string[] many = [.. Enumerable.Range(10, 60).Select(index => $"net{index}"), "timm_coatnet_nano_rw_224"];

        Assert.StartsWith(
            "did you mean \"timm_coatnet_nano_rw_224\"? near it: timm_coatnet_nano_rw_224, net", NearestName.Advice("coatnet-nano", many), StringComparison.Ordinal);
    }
}
