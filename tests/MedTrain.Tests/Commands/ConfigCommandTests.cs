using System.Text.Json.Nodes;
using MedTrain.Tests.Configuration;

namespace MedTrain.Tests.Commands;

public sealed class ConfigCommandTests : IDisposable
{
    private const string Yaml = """
        name: small
        task: binary
        data: {manifest: m.csv, labels: [mass]}
        preprocessing: [{resize: {size: [32, 32]}}, z_score]
        model: {name: simple-cnn}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_shown_config_is_an_experiment_file_that_shows_the_same_again()
    {
        var first = MedTrainProgram.Run("config", "show", _folder.Write("c.yaml", Yaml), "--set", "training.epochs=7");
        var again = MedTrainProgram.Run("config", "show", _folder.Write("again.yaml", first.Output));

        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.Contains("  epochs: 7\n", first.Output, StringComparison.Ordinal);
        Assert.Equal(first, again);
    }

    [Fact]
    public void The_shown_config_is_valid_by_the_schema()
    {
        var shown = MedTrainProgram.Run("config", "show", _folder.Write("c.yaml", Yaml));
        var schema = JsonNode.Parse(MedTrainProgram.Run("config", "schema").Output)!.AsObject();

        Assert.Empty(SchemaValidator.Violations(schema, YamlAsJson.Read(shown.Output)));
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)schema["$schema"]);
    }

    [Fact]
    public void Every_key_of_the_schema_is_described()
    {
        var schema = JsonNode.Parse(MedTrainProgram.Run("config", "schema").Output)!;

        Assert.Empty(Undescribed(schema["properties"]!.AsObject(), ""));
    }

    [Fact]
    public void All_mistakes_are_shown_with_their_positions()
    {
        var outcome = MedTrainProgram.Run("config", "show", _folder.Write("c.yaml", Yaml.Replace("name: small", "nme: small", StringComparison.Ordinal)), "--set", "split.folds=0");

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("c.yaml:1:1 nme — unknown key — did you mean \"name\"?", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("--set split.folds — 0 — out of bounds", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c.yml", "did you mean")]
    [InlineData("elsewhere/x.yaml", "check the path")]
    public void A_missing_file_is_named_with_the_nearest_one(string name, string hint)
    {
        _folder.Write("c.yaml", Yaml);
        var outcome = MedTrainProgram.Run("config", "show", _folder.Path(name));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(hint, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_override_without_a_value_is_wrong_usage()
    {
        var outcome = MedTrainProgram.Run("config", "show", _folder.Write("c.yaml", Yaml), "--set", "training.epochs");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("write --set key=value", outcome.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Undescribed(JsonObject properties, string path) => properties.SelectMany(property =>
    {
        var key = path + "." + property.Key;
        var schema = property.Value!.AsObject();
        string[] own = schema.ContainsKey("description") ? [] : [key];
        return own.Concat(schema["properties"] is JsonObject inner ? Undescribed(inner, key) : []);
    });
}
