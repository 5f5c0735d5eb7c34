namespace MedTrain.EndToEnd;

public sealed class TrialStories : IDisposable
{
    private const string Brains = """
        task: binary
        data:
          manifest: cohort/manifest.csv
          labels: [diagnosis]
          positive: dementia
          synthetic: {kind: brains, patients: 30, seed: 2, size: 32}
        preprocessing:
          - reorient: {axes: RAS}
          - resize: {size: [16, 16, 16]}
          - z_score: {nonzero: true}
        model: {name: simple-cnn}
        training:
          epochs: 1
          batch_size: 8
          early_stopping: {monitor: loss, patience: 0}
        evaluation: {replicates: 200}

        """;

    private readonly MedTrainProgram program = new();

    [Fact]
    public void A_nested_sweep_chooses_by_inner_folds_goes_on_when_it_is_made_longer_and_predicts()
    {
        program.Write("sweep.yaml", "name: sweep\n" + Brains + """
            split: {folds: 2, inner_folds: 2}
            sweep:
              keys:
                training.optimizer.learning_rate: {values: [0.001, 0.01]}
            """);

        var fit = program.Succeed("fit", "sweep.yaml");

        Assert.Contains("2 trials by ROC AUC on the validation part", fit.Output);
        Assert.Contains("mean over the networks that tested it, up to 2", fit.Output);
        Assert.Equal(2, Directory.GetDirectories(program.PathOf("runs/sweep/trials")).Length);
        var chosen = File.ReadAllLines(program.PathOf("runs/sweep/chosen.csv"));
        Assert.Equal(5, chosen.Length);
        // The inner folds of an outer fold choose together.
        Assert.Equal(chosen[1].Split(',')[1], chosen[2].Split(',')[1]);
        Assert.True(File.Exists(program.PathOf("runs/sweep/report.html")));
        var scan = Directory.EnumerateFiles(program.PathOf("cohort"), "*.nii.gz", SearchOption.AllDirectories).First();
        Assert.Contains("diagnosis", program.Succeed("predict", "runs/sweep", scan).Output);
        Assert.Contains("up to 2", program.Succeed("evaluate", "runs/sweep").Output);

        var again = program.Succeed("fit", "sweep.yaml", "--set", "sweep.keys={training.optimizer.learning_rate: {values: [0.001, 0.01, 0.003]}}");

        Assert.Contains("3 trials", again.Output);
        Assert.Equal(3, Directory.GetDirectories(program.PathOf("runs/sweep/trials")).Length);
    }

    [Fact]
    public void A_sweep_says_what_is_wrong_with_its_trials_before_it_trains()
    {
        program.Write("sweep.yaml", "name: sweep\n" + Brains + """
            sweep:
              keys:
                training.epochs: {values: [0, 2]}
                seed: {values: [1, 2]}
            """);

        var refused = program.Run("check", "sweep.yaml", "--skip-images");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("seed must be the same for all that are compared", refused.Output);

        var wrong = program.Run("fit", "sweep.yaml", "--set", "sweep.keys={training.epochs: {values: [0, 2]}}");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("sweep trial 1 training.epochs", wrong.Error);
        Assert.False(Directory.Exists(program.PathOf("runs/sweep/trials")));
    }

    [Fact]
    public void A_trial_that_cannot_be_trained_is_noted_and_the_others_go_on()
    {
        program.Write("sweep.yaml", "name: sweep\n" + Brains + """
            sweep:
              keys:
                training.optimizer.learning_rate: {values: [1000, 0.01]}
            """);
        string[] diverging = ["--set", "training.optimizer.name=sgd", "--set", "training.epochs=3"];

        var fit = program.Succeed(["fit", "sweep.yaml", .. diverging]);

        Assert.Contains("Trial 1 failed: After epoch 1 the loss of the validation part is", fit.Error);
        var ledger = File.ReadAllLines(program.PathOf("runs/sweep/sweep.csv"));
        Assert.Contains(ledger, line => line.Contains(",0.01,", StringComparison.Ordinal) && line.EndsWith(",all,done,", StringComparison.Ordinal));
        Assert.Contains(ledger, line => line.Contains(",1000,", StringComparison.Ordinal) && line.Contains(",failed,\"After epoch 1", StringComparison.Ordinal));
        Assert.Contains("among 2 trials (1 failed)", fit.Output);
        Assert.DoesNotContain("After epoch", fit.Output);

        var none = program.Run(["fit", "sweep.yaml", .. diverging, "--set", "output=runs/none", "--set", "sweep.keys={training.optimizer.learning_rate: {values: [1000]}}"]);

        Assert.Equal(1, none.ExitCode);
        Assert.Contains("None of the 1 trials could be trained", none.Error);
    }

    [Fact]
    public void A_network_reads_context_and_two_views()
    {
        // The other view of every brain is that of the next one; the network cannot know.
        program.Write("alone.yaml", "name: alone\n" + Brains + "split: {validation: 0.3, test: 0.3}\n");
        program.Succeed("check", "alone.yaml", "--skip-images");
        var lines = File.ReadAllLines(program.PathOf("cohort/manifest.csv"));
        var path = lines[0].Split(',').ToList().IndexOf("path");
        program.Write("cohort/manifest.csv", string.Join('\n', lines.Select((line, row) => $"{line},{(row == 0 ? "second" : lines[1 + (row % (lines.Length - 1))].Split(',')[path])}")) + "\n");

        string[] joined = ["--set", "model.context=[age, sex, site]", "--set", "data.views=[second]"];
        program.Succeed(["fit", "alone.yaml", .. joined]);

        var scan = Directory.EnumerateFiles(program.PathOf("cohort"), "*.nii.gz", SearchOption.AllDirectories).First();
        var young = program.Succeed("predict", "runs/alone", $"{scan},{scan}", "--context", "age=50", "--context", "sex=F");
        var old = program.Succeed("predict", "runs/alone", $"{scan},{scan}", "--context", "age=90", "--context", "sex=F", "--context", "site=south");
        Assert.Contains("site: not given", young.Error);
        Assert.NotEqual(young.Output, old.Output);
        Assert.Equal(4, program.Run("predict", "runs/alone", scan).ExitCode);
        Assert.Equal(2, program.Run("predict", "runs/alone", $"{scan},{scan}", "--context", "weight=70").ExitCode);
        Assert.Contains("it is a label", program.Run("check", "alone.yaml", "--skip-images", "--set", "model.context=[diagnosis]").Output);
    }

    [Fact]
    public void Variants_are_fitted_on_one_split_and_compared()
    {
        program.Write("variants.yaml", "name: variants\n" + Brains + """
            split: {folds: 2, validation: 0.3}
            variants:
              Whole brain: {members: 2}
              Regions:
                parts: {rois: {size: [8, 8, 8], boxes: [{name: left, center_voxel: [5, 8, 8]}, {name: right, center_voxel: [10, 8, 8]}]}}
                fusion: {networks: one_per_part, rule: network}
              Slices:
                parts: {slices: {axis: z, from: 6, to: 9}}
                fusion: {rule: accuracy}
              Linear SVM:
                model: {name: linear-svm, baseline: {costs: [0.001, 1], inner_folds: 3}}
            """);

        var fit = program.Succeed("fit", "variants.yaml");

        Assert.Contains("Balanced accuracy on unseen patients, 2 folds", fit.Output);
        var table = File.ReadAllLines(program.PathOf("runs/variants/comparison.csv"));
        Assert.Equal("row,family,balanced_accuracy_percent,note", table[0]);
        Assert.Equal(["Whole brain,deep learning", "Regions,deep learning", "Slices,deep learning", "Linear SVM,linear svm"], table[1..].Select(row => string.Join(',', row.Split(',')[..2])));
        var differences = File.ReadAllLines(program.PathOf("runs/variants/differences.csv"));
        Assert.Equal(["row,label,difference,interval,p", "Regions", "Slices", "Linear SVM"], [differences[0], .. differences[1..].Select(row => row.Split(',')[0])]);
        Assert.Contains("Balanced accuracy minus that of Whole brain", fit.Output);
        Assert.All(
            new[]
            {
                "whole-brain/fold-1/member-1/best.safetensors", "regions/fold-0/part-right/best.safetensors", "regions/fold-1/fusion.json",
                "slices/fold-0/parts-val.csv", "linear-svm/fold-0/costs.csv", "linear-svm/evaluation.json", "slices/report.html",
            },
            file => Assert.True(File.Exists(program.PathOf($"runs/variants/variants/{file}")), file));
        var scan = Directory.EnumerateFiles(program.PathOf("cohort"), "*.nii.gz", SearchOption.AllDirectories).First();
        Assert.All(
            ["whole-brain", "regions", "slices", "linear-svm"],
            name => Assert.Contains("diagnosis", program.Succeed("predict", $"runs/variants/variants/{name}", scan).Output));
        Assert.Equal(fit.Output, program.Succeed("fit", "variants.yaml").Output);
    }

    /// <inheritdoc/>
    public void Dispose() => program.Dispose();
}
