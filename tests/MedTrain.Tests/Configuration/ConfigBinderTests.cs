using MedTrain.Configuration;

namespace MedTrain.Tests.Configuration;

public class ConfigBinderTests
{
    [Fact]
    public void Every_kind_of_value_is_read()
    {
        var config = Sample.Bind("""
            name: first run   # a comment
            kind: right_handed
            seed: 9000000000
            output: ~
            fast: true
            size: [32, 48, 16]
            labels: [no, 1, "x: y"]
            columns: {case_id: image, path: file}
            rates: {learning_rate: 1e-4, momentum: 0.9}
            source:
              manifest: m.csv
            steps:
              - resize: {size: [8, 8]}
              - z_score
              - z_score: {epsilon: 0.5}
            """).Require<SampleConfig>();

        Assert.Equal(("first run", SampleKind.RightHanded, 9000000000, null, true), (config.Name, config.Kind, config.Seed, config.Output, config.Fast));
        Assert.Equal([32, 48, 16], config.Size);
        Assert.Equal(["no", "1", "x: y"], config.Labels);
        Assert.Equal("image", config.Columns["case_id"]);
        Assert.Equal(new SampleRates { LearningRate = 1e-4, Momentum = 0.9 }, config.Rates);
        Assert.Equal("m.csv", config.Source!.Manifest);
        Assert.Equal([8, 8], Assert.IsType<ResizeStep>(config.Steps[0]).Size);
        Assert.Equal([new ZScoreStep(), new ZScoreStep { Epsilon = 0.5 }], config.Steps.Skip(1));
    }

    [Fact]
    public void What_is_not_given_keeps_its_default()
    {
        var config = Sample.Bind("name: x\nsteps:\nrates:\n").Require<SampleConfig>();

        Assert.Equal([64, 64], config.Size);
        Assert.Equal(new SampleRates(), config.Rates);
        Assert.Empty(config.Steps);
        Assert.Null(config.Source);
    }

    [Fact]
    public void All_problems_are_reported_at_once_with_their_positions()
    {
        var messages = Sample.Messages(Sample.Bind("""
            kind: right_hand
            seed: many
            fast: yes
            size: [32]
            sise: [32, 32]
            rates:
              learning_rate: -0.001
              momentun: 0.9
            source: {limit: 3}
            labels: normal
            steps:
              - resise: {size: [8, 8]}
              - resize: {}
              - {z_score: {}, resize: {}}
            output: ${NOT_SET}/runs
            """));

        Assert.Equal(
            [
                "c.yaml:1:1 name — is missing — give text: The run's name.",
                "c.yaml:1:7 kind — right_hand — did you mean \"right_handed\"? allowed: left_handed, right_handed",
                "c.yaml:2:7 seed — many — must be a whole number",
                "c.yaml:3:7 fast — yes — must be true or false",
                "c.yaml:4:7 size — a list of 1 — out of bounds — must have 2 to 3 items",
                "c.yaml:5:1 sise — unknown key — did you mean \"size\"? allowed: name, kind, seed, output, fast, size, labels, columns, rates, source, steps",
                "c.yaml:7:18 rates.learning_rate — -0.001 — out of bounds — must be more than 0 and at most 1",
                "c.yaml:8:3 rates.momentun — unknown key — did you mean \"momentum\"? allowed: learning_rate, momentum",
                "c.yaml:9:9 source.manifest — is missing — give text",
                "c.yaml:10:9 labels — normal — must be a list, as in [a, b] or lines that start with a dash",
                "c.yaml:12:5 steps.0 — resise — unknown name — did you mean \"resize\"? allowed: resize, z_score",
                "c.yaml:13:13 steps.1.resize.size — is missing — give a list",
                "c.yaml:14:5 steps.2 — a section with z_score, resize — must be one name with its settings, as in name: {key: value}",
                "c.yaml:15:9 output — ${NOT_SET}/runs — the environment variable NOT_SET is not set — export NOT_SET=…, or write ${NOT_SET:-default}",
            ],
            messages);
    }

    [Fact]
    public void Sound_parts_stay_available_when_others_failed()
    {
        var bound = Sample.Bind("seed: x\nrates: {learning_rate: 2}\nsource: {manifest: m.csv, limt: 4}\nsteps: [resise]\n");

        Assert.Null(bound.Find<SampleConfig>(""));
        Assert.Equal("m.csv", bound.Find<SampleSource>("source")!.Manifest);
        Assert.Null(bound.Find<IReadOnlyList<SampleStep>>("steps"));
        Assert.Throws<ConfigException>(() => bound.Require<SampleConfig>());
    }

    [Fact]
    public void Later_checks_report_at_the_position_of_the_value_or_of_the_section_around_it()
    {
        var bound = Sample.Bind("name: x\nsource:\n  manifest: m.csv\n");
        bound.Report("source.manifest", "m.csv", "no such file", "check the path");
        bound.Report("source.limit", "0", "too small", "");
        bound.Report("rates.momentum", "", "is missing", "");

        Assert.Equal(
            ["c.yaml:1:1 rates.momentum — is missing", "c.yaml:3:3 source.limit — 0 — too small", "c.yaml:3:13 source.manifest — m.csv — no such file — check the path"],
            Sample.Messages(bound));
    }

    [Fact]
    public void Properties_that_contradict_each_other_are_reported_where_they_stand() =>
        Assert.Equal(["c.yaml:3:7 seed — 13 is never fast"], Sample.Messages(Sample.Bind("name: x\nfast: true\nseed: 13\n")));

    [Theory]
    [InlineData("seed", "12x", "must be a whole number")]
    [InlineData("seed", "1.5", "must be a whole number")]
    [InlineData("seed", "99999999999999999999", "must be a whole number from -9223372036854775808 to 9223372036854775807")]
    [InlineData("name", "[a]", "must be text")]
    [InlineData("name", "", "must be text")]
    [InlineData("rates", "3", "must be a section, as in {key: value} or indented lines of key: value")]
    [InlineData("rates", "{learning_rate: .nan}", "must be a number")]
    [InlineData("rates", "{learning_rate: 1e999}", "must be a number")]
    [InlineData("columns", "[a]", "must be a mapping of names to values")]
    [InlineData("size", "[3, 0]", "each must be at least 1 and at most 4096")]
    [InlineData("name", "\"\"", "must have at least 1 character")]
    public void Values_of_the_wrong_kind_are_refused(string key, string value, string allowed) =>
        Assert.Contains(Sample.Messages(Sample.Bind("name: x\n", $"{key}={value}")), message => message.EndsWith(allowed, StringComparison.Ordinal));

    [Theory]
    [InlineData("output: ${FOLDER}/a", "/images/a")]
    [InlineData("output: ${NOT_SET:-/default}/a", "/default/a")]
    [InlineData("output: '${EMPTY:-d}${EMPTY}'", "d")]
    [InlineData("output: ${EMPTY}", null)]
    [InlineData("output: $${FOLDER} costs $5", "${FOLDER} costs $5")]
    public void Environment_variables_are_filled_in(string line, string? expected) =>
        Assert.Equal(expected, Sample.Bind("name: x\n" + line).Require<SampleConfig>().Output);
}
