using MedTrain.Configuration;

namespace MedTrain.Tests.Configuration;

public class ResolvedYamlTests
{
    private static SampleConfig Full => new()
    {
        Name = "all: of #it",
        Kind = SampleKind.RightHanded,
        Seed = long.MinValue,
        Output = "a \"quoted\"\tpath\\with ${NOT_A_VARIABLE}",
        Fast = true,
        Size = [1, 2, 3],
        Labels = ["no", "1", "null", "", " x", "plain words", "2024-01-01", "é", "- a", "*x", "1e5", "~", "0x1F"],
        Columns = new Dictionary<string, string> { ["case id"] = "image", ["yes"] = "a: b" },
        Rates = new SampleRates { LearningRate = 1e-7, Momentum = 0.1 + 0.2 },
        Source = new SampleSource { Manifest = "m.csv", Limit = -1 },
        Steps = [new ResizeStep { Size = [8, 9] }, new ZScoreStep { Epsilon = 1e-300 }],
    };

    [Fact]
    public void Reading_what_was_written_gives_the_same_text_again()
    {
        var text = ResolvedYaml.Write(ResolvedJson.Of(Full, Sample.Tables));
        var again = Sample.Bind(text).Require<SampleConfig>();

        Assert.Equal(text, ResolvedYaml.Write(ResolvedJson.Of(again, Sample.Tables)));
        Assert.Equal((Full.Output, Full.Seed, Full.Rates, Full.Source), (again.Output, again.Seed, again.Rates, again.Source));
        Assert.Equal(Full.Labels, again.Labels);
        Assert.Equal(Full.Columns, again.Columns);
    }

    [Fact]
    public void The_text_is_plain_yaml()
    {
        var text = ResolvedYaml.Write(ResolvedJson.Of(Sample.Bind("name: x\nsteps: [{resize: {size: [8, 8]}}, z_score]\n").Require<SampleConfig>(), Sample.Tables));

        Assert.Equal(
            """
            name: x
            kind: left_handed
            seed: 0
            output: null
            fast: false
            size: [64, 64]
            labels: []
            columns: {}
            rates:
              learning_rate: 0.001
              momentum: null
            source: null
            steps:
              - resize:
                  size: [8, 8]
              - z_score:
                  epsilon: 1E-05

            """,
            text);
    }
}
