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
                "fold-0/best.safetensors", "fold-0/last.safetensors", "fold-0/state.safetensors",
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
    public void The_resolved_config_of_a_run_is_a_config()
    {
        TinyExperiment.Write(program, epochs: 1);
        program.Succeed("fit", "tiny.yaml");

        program.Succeed("fit", "runs/tiny/config.yaml", "--set", "output=runs/copy");

        Assert.Equal(File.ReadAllText(program.PathOf("runs/tiny/evaluation.json")), File.ReadAllText(program.PathOf("runs/copy/evaluation.json")));
    }

    [Fact]
    public void A_killed_run_resumes_and_ends_as_one_that_was_not_killed()
    {
        TinyExperiment.Write(program, epochs: 6);
        program.Succeed("fit", "tiny.yaml", "--set", "output=runs/whole");

        using (var process = program.Start("fit", "tiny.yaml", "--set", "output=runs/killed"))
        {
            WaitForEpochs(program.PathOf("runs/killed/metrics.jsonl"), 2);
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        Assert.False(File.Exists(program.PathOf("runs/killed/evaluation.json")), "killed too late to show anything");
        var resumed = program.Succeed("fit", "tiny.yaml", "--set", "output=runs/killed");

        Assert.Contains("resuming", resumed.Error);
        Assert.All(
            new[] { "evaluation.json", "fold-0/predictions-test.csv", "fold-0/predictions-val.csv" },
            file => Assert.Equal(File.ReadAllText(program.PathOf($"runs/whole/{file}")), File.ReadAllText(program.PathOf($"runs/killed/{file}"))));
        Assert.Equal(File.ReadAllBytes(program.PathOf("runs/whole/fold-0/best.safetensors")), File.ReadAllBytes(program.PathOf("runs/killed/fold-0/best.safetensors")));
    }

    [Fact]
    public void A_run_that_the_batch_system_stops_says_to_start_it_again()
    {
        TinyExperiment.Write(program, epochs: 500);
        using var process = program.Start("fit", "tiny.yaml");
        WaitForEpochs(program.PathOf("runs/tiny/metrics.jsonl"), 1);

        using (var kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)), "did not stop");
        Assert.Equal(75, process.ExitCode);
        Assert.Contains("same command goes on", process.StandardError.ReadToEnd());
        Assert.True(File.Exists(program.PathOf("runs/tiny/fold-0/state.safetensors")));
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

    private static void WaitForEpochs(string file, int epochs)
    {
        for (var waited = 0; waited < 1200; waited++)
        {
            if (File.Exists(file) && File.ReadAllLines(file).Length >= epochs)
            {
                return;
            }

            Thread.Sleep(50);
        }

        Assert.Fail("no epoch was finished within a minute");
    }
}
