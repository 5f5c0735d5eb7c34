using System.Text.Json.Nodes;
using MedTrain.Configuration;

namespace MedTrain.Tests.Configuration;

public class ConfigSchemaTests
{
    private static readonly JsonObject Schema = ConfigSchema.Of(typeof(SampleConfig), "Sample", Sample.Tables);

    [Fact]
    public void A_resolved_config_is_valid()
    {
        var yaml = ResolvedYaml.Write(ResolvedJson.Of(Sample.Bind("name: x\nsteps: [{resize: {size: [8, 8]}}, z_score]\n").Require<SampleConfig>(), Sample.Tables));

        Assert.Empty(SchemaValidator.Violations(Schema, YamlAsJson.Read(yaml)));
    }

    [Theory]
    [InlineData("name: x\nsteps: [z_score]\nsource:\noutput: 3")]
    [InlineData("name: x\nsteps:\nrates:\ncolumns:\nlabels:")]
    [InlineData("name: 12\nlabels: [no, 1]\ncolumns: {a: b}\nrates: {momentum: ~}")]
    [InlineData("name: x\nsteps: [z_score: , z_score: {epsilon: 1}]")]
    public void What_the_binder_takes_the_schema_takes(string yaml)
    {
        Sample.Bind(yaml).Require<SampleConfig>();
        Assert.Empty(SchemaValidator.Violations(Schema, YamlAsJson.Read(yaml)));
    }

    [Theory]
    [InlineData("seed: 1", "$.name is missing")]
    [InlineData("name: x\nsise: 3", "$.sise is unknown")]
    [InlineData("name: x\nkind: upside_down", "$.kind is not one of")]
    [InlineData("name: x\nrates: {learning_rate: 0}", "$.rates.learning_rate breaks exclusiveMinimum")]
    [InlineData("name: x\nsize: [0, 4]", "$.size[0] breaks minimum")]
    [InlineData("name: x\nsize: [4]", "$.size is too short")]
    [InlineData("name: x\nfast: 3", "$.fast is not \"boolean\"")]
    [InlineData("name: x\nsteps: [resize]", "$.steps[0] fits no choice")]
    [InlineData("name: x\nsteps: [{resize: {}}]", "$.steps[0] fits no choice")]
    [InlineData("name: x\nsource: {limit: 2}", "$.source.manifest is missing")]
    public void What_the_binder_refuses_the_schema_refuses(string yaml, string violation)
    {
        Assert.NotEmpty(Sample.Bind(yaml).Problems);
        Assert.StartsWith(violation, Assert.Single(SchemaValidator.Violations(Schema, YamlAsJson.Read(yaml))), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_carry_their_description_and_default()
    {
        Assert.Equal("Learning rate.", (string?)Schema["properties"]!["rates"]!["properties"]!["learning_rate"]!["description"]);
        Assert.Equal(0.001, (double?)Schema["properties"]!["rates"]!["properties"]!["learning_rate"]!["default"]);
        Assert.Equal("left_handed", (string?)Schema["properties"]!["kind"]!["default"]);
    }
}
