using System.Text.Json;

namespace MedTrain.EndToEnd;

public sealed class FitStories : IDisposable
{
    private readonly MedTrainProgram program = new();

    [Fact]
    public void A_new_user_trains_evaluates_and_predicts()
    {
        TinyExperiment.Write(program);

        var fit = program.Succeed("fit", "tiny.yaml");

        Assert.Contains("cardiomegaly", fit.Output);
        Assert.Contains("[95 % interval]", fit.Output);
        Assert.All(
            new[]
            {
                "config.yaml", "provenance.json", "manifest.csv", "split.csv", "run.log", "metrics.jsonl", "evaluation.json", "report.html",
                "fold-0/best.safetensors", "fold-0/last.safetensors", "metrics.csv", "images.sha256",
                "fold-0/predictions-val.csv", "fold-0/predictions-test.csv",
            },
            file => Assert.True(File.Exists(program.PathOf($"runs/tiny/{file}")), file));
        Assert.Equal(2, File.ReadAllLines(program.PathOf("runs/tiny/metrics.jsonl")).Length);

        var again = program.Succeed("fit", "tiny.yaml");
        Assert.Contains("complete", again.Error);
        Assert.Equal(fit.Output, again.Output);

        var evaluated = JsonDocument.Parse(program.Succeed("evaluate", "runs/tiny", "--json").Output);
        Assert.Equal(File.ReadAllText(program.PathOf("runs/tiny/evaluation.json")).Trim(), evaluated.RootElement.GetRawText().Trim());

        var image = Directory.EnumerateFiles(program.PathOf("cohort"), "*.dcm", SearchOption.AllDirectories).First();
        Assert.Contains("pneumothorax", program.Succeed("predict", "runs/tiny", image).Output);
    }

    [Fact]
    public void A_quiet_run_logs_one_line_an_epoch()
    {
        TinyExperiment.Write(program, epochs: 3);

        var fit = program.Succeed("fit", "tiny.yaml", "--quiet");

        var lines = fit.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.All(lines.Index(), line => Assert.Contains($"epoch {line.Index + 1}/3: loss ", line.Item));
        Assert.All(lines, line => Assert.Contains("images/s", line));
        Assert.Contains("cardiomegaly", fit.Output);
        Assert.Empty(program.Run("fit", "tiny.yaml", "--quiet").Error);
    }

    [Fact]
    public void The_resolved_config_of_a_run_is_a_config()
    {
        TinyExperiment.Write(program, epochs: 1);
        program.Succeed("fit", "tiny.yaml");

        program.Succeed("fit", "runs/tiny/config.yaml", "--set", "output=runs/copy");

        Assert.Equal(File.ReadAllText(program.PathOf("runs/tiny/evaluation.json")), File.ReadAllText(program.PathOf("runs/copy/evaluation.json")));
    }

    [Fact]
    public void A_run_folder_refuses_another_plan_and_names_what_differs()
    {
        TinyExperiment.Write(program, epochs: 1);
        program.Succeed("fit", "tiny.yaml");

        var refused = program.Run("fit", "tiny.yaml", "--set", "training.batch_size=4");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("training.batch_size: 8 there, 4 now", refused.Error);
        Assert.Equal(0, program.Run("fit", "tiny.yaml", "--set", "training.batch_size=4", "--restart").ExitCode);
    }

    [Fact]
    public void Folds_can_be_trained_one_by_one()
    {
        TinyExperiment.Write(program, epochs: 1);
        string[] folds = ["--set", "split.folds=2"];

        program.Succeed(["fit", "tiny.yaml", .. folds, "--fold", "1"]);
        Assert.False(File.Exists(program.PathOf("runs/tiny/evaluation.json")));
        program.Succeed(["fit", "tiny.yaml", .. folds, "--fold", "0"]);

        Assert.True(File.Exists(program.PathOf("runs/tiny/evaluation.json")));
    }

    /// <inheritdoc/>
    public void Dispose() => program.Dispose();
}
