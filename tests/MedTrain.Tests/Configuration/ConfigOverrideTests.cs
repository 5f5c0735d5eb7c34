using MedTrain.Configuration;

namespace MedTrain.Tests.Configuration;

public class ConfigOverrideTests
{
    private const string Yaml = "name: x\nrates: {momentum: 0.5}\nsteps:\n  - resize: {size: [8, 8]}\n";

    [Fact]
    public void An_override_replaces_one_value_and_leaves_the_rest()
    {
        var config = Sample.Bind(Yaml, "rates.learning_rate=0.5", "steps.0.resize.size=[4, 4]", "source.manifest=m.csv", "name=y", "name=z")
            .Require<SampleConfig>();

        Assert.Equal(new SampleRates { LearningRate = 0.5, Momentum = 0.5 }, config.Rates);
        Assert.Equal([4, 4], Assert.IsType<ResizeStep>(config.Steps[0]).Size);
        Assert.Equal(("m.csv", "z"), (config.Source!.Manifest, config.Name));
    }

    [Fact]
    public void An_override_may_set_null_or_a_whole_section()
    {
        var config = Sample.Bind(Yaml, "rates.momentum=", "rates={learning_rate: 0.25}", "steps=[z_score]").Require<SampleConfig>();

        Assert.Equal(new SampleRates { LearningRate = 0.25 }, config.Rates);
        Assert.Equal([new ZScoreStep()], config.Steps);
    }

    [Theory]
    [InlineData("rates.learning_rate=5", "--set rates.learning_rate — 5 — out of bounds — must be more than 0 and at most 1")]
    [InlineData("rates.speed=5", "--set rates.speed — unknown key — allowed: learning_rate, momentum")]
    [InlineData("rates={learning_rate: 5}", "--set rates rates.learning_rate — 5 — out of bounds — must be more than 0 and at most 1")]
    [InlineData("name.first=5", "--set name.first — x — is a single value and has no \"first\" — set the value itself")]
    [InlineData("steps.4.resize.size=[1]", "--set steps.4.resize.size — 4 — names no item of the list — allowed: 0 to 0, or set the whole list")]
    public void A_wrong_override_is_reported_as_it_was_typed(string typed, string message) =>
        Assert.Equal([message], Sample.Messages(Sample.Bind(Yaml, typed)));

    [Fact]
    public void An_override_that_is_not_yaml_is_reported() =>
        Assert.StartsWith("--set size — this is not valid YAML", Assert.Single(Sample.Messages(Sample.Bind(Yaml, "size=[1, 2"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("novalue")]
    [InlineData("=5")]
    public void Text_without_a_path_and_an_equals_sign_is_no_override(string typed) => Assert.Null(ConfigOverride.Parse(typed));
}
