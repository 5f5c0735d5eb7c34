using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using MedTrain.Configuration;
using MedTrain.Learning.Fusion;
using MedTrain.Learning.Objectives;
using MedTrain.Learning.Pretraining;
using MedTrain.Learning.Training;

namespace MedTrain.Tests.Configuration;

public class ShippedConfigTests
{
    private static readonly string Folder = Path.Combine(
        typeof(ShippedConfigTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "RepositoryRoot").Value!, "configs");

    public static TheoryData<string> Files => new(
        Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.yaml", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order() : []);

    [Fact]
    public void There_are_configs() => Assert.True(Files.Count >= 2, $"{Folder} holds {Files.Count} experiment files");

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_shipped_config_binds_and_is_valid_by_the_schema(string file)
    {
        var path = Path.Combine(Folder, file);
        var bound = new ConfigBinder(ConfigTables.All, _ => "/data").BindFile<ExperimentConfig>(path, []);

        Assert.Empty(bound.Problems.Select(problem => problem.ToString()));
        Assert.NotNull(bound.Find<ExperimentConfig>(""));
        var schema = ConfigSchema.Of(typeof(ExperimentConfig), "MedTrain experiment", ConfigTables.All);
        Assert.Empty(SchemaValidator.Violations(schema, YamlAsJson.Read(File.ReadAllText(path))));
    }

    [Fact]
    public void Every_way_to_train_has_an_example()
    {
        var lines = Directory.GetFiles(Folder, "*.yaml", SearchOption.AllDirectories).SelectMany(File.ReadLines).Select(line => line.Split('#')[0]);
        var text = string.Join('\n', lines);
        string[] words =
        [
            .. ObjectiveTable.Objectives.Select(row => row.Name), .. PretextTable.Pretexts.Select(row => row.Name),
            .. OptimizerTable.Names.Select(name => $"optimizer: {{name: {name}"), .. Names<ScheduleShape>().Select(shape => $"shape: {shape}"),
            .. Names<FusionRule>().Select(rule => $"rule: {rule}"),
        ];
        Assert.DoesNotContain(words, word => !Regex.IsMatch(text, $@"\b{Regex.Escape(word)}\b"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_shipped_config_begins_with_the_command_that_runs_it(string file) =>
        Assert.Contains($"scripts/medtrain fit configs/{file}", string.Join('\n', File.ReadLines(Path.Combine(Folder, file)).TakeWhile(line => line.StartsWith('#'))), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_shipped_config_survives_being_resolved_and_read_again(string file)
    {
        var binder = new ConfigBinder(ConfigTables.All, _ => "/data");
        var first = ResolvedYaml.Write(ResolvedJson.Of(binder.BindFile<ExperimentConfig>(Path.Combine(Folder, file), []).Require<ExperimentConfig>()));
        var again = ResolvedYaml.Write(ResolvedJson.Of(binder.BindText<ExperimentConfig>(first, "resolved.yaml", []).Require<ExperimentConfig>()));

        Assert.Equal(first, again);
    }

    private static IEnumerable<string> Names<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);
}
