using System.Diagnostics;

namespace MedTrain.EndToEnd;

public sealed class InterruptionStories : IDisposable
{
    // Checkpoints after every step, averaged weights, several batches in a step: everything that a resumed run must bring back.
    private static readonly string[] Thorough =
    [
        "--set", "training.checkpoints.every_minutes=0.00001", "--set", "training.accumulate=2",
        "--set", "training.averaging={kind: ema, decay: 0.9}", "--set", "training.keep_best=[loss]",
    ];

    private readonly MedTrainProgram program = new();

    [Fact]
    public void A_run_killed_again_and_again_ends_as_one_that_was_not_killed()
    {
        TinyExperiment.Write(program, epochs: 5);
        program.Succeed(["fit", "tiny.yaml", "--set", "output=runs/whole", .. Thorough]);
        var random = new Random(11);
        for (var kill = 0; kill < 3; kill++)
        {
            using var process = program.Start(["fit", "tiny.yaml", "--set", "output=runs/killed", .. Thorough]);
            WaitForNewState("runs/killed", process);
            Thread.Sleep(random.Next(0, 150));
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        Assert.False(File.Exists(program.PathOf("runs/killed/evaluation.json")), "killed too late to show anything");
        var resumed = program.Succeed(["fit", "tiny.yaml", "--set", "output=runs/killed", .. Thorough]);

        Assert.Contains("resuming", resumed.Error);
        Assert.All(
            new[]
            {
                "evaluation.json", "fold-0/predictions-test.csv", "fold-0/predictions-val.csv", "fold-0/predictions-test-loss.csv",
                "fold-0/best.safetensors", "fold-0/best-loss.safetensors", "fold-0/last.safetensors",
            },
            file => Assert.Equal(File.ReadAllBytes(program.PathOf($"runs/whole/{file}")), File.ReadAllBytes(program.PathOf($"runs/killed/{file}"))));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("USR1")]
    public void A_run_that_is_asked_to_stop_saves_its_place_and_says_to_start_it_again(string signal)
    {
        TinyExperiment.Write(program, epochs: 500);
        using var process = program.Start("fit", "tiny.yaml");
        WaitForNewState("runs/tiny", process);

        Signal(process, signal);

        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)), "did not stop");
        var error = process.StandardError.ReadToEnd();
        Assert.True(process.ExitCode == 75, $"{process.ExitCode}: {error}");
        Assert.Contains("same command goes on", error);
        Assert.Contains(States("runs/tiny"), state => !state.EndsWith("-00000000.safetensors", StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_interrupt_ends_a_run_at_once()
    {
        TinyExperiment.Write(program, epochs: 500);
        using var process = program.Start(
            ["fit", "tiny.yaml", .. Thorough, "--set", "model.name=densenet121", "--set", "preprocessing=[{resize: {size: [160, 160]}}, {z_score: {}}]"]);
        WaitForNewState("runs/tiny", process);

        Signal(process, "INT"); // is answered at the end of the step, which takes seconds
        Thread.Sleep(200);
        Signal(process, "INT");

        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)), "did not stop");
        var error = process.StandardError.ReadToEnd();
        Assert.True(process.ExitCode == 130, $"{process.ExitCode}: {error}");
        Assert.DoesNotContain("   at ", error);
    }

    [Fact]
    public void A_run_with_a_time_limit_stops_itself()
    {
        TinyExperiment.Write(program, epochs: 100_000);

        var stopped = program.Run("fit", "tiny.yaml", "--max-minutes", "0.05");

        Assert.True(stopped.ExitCode == 75, stopped.All);
        Assert.Contains("same command goes on", stopped.Error);
        var early = program.Run("fit", "tiny.yaml", "--set", "name=early", "--max-minutes", "0.000001"); // before anything is ready
        Assert.True(early.ExitCode == 75, early.All);
        Assert.Equal(2, program.Run("fit", "tiny.yaml", "--max-minutes", "0").ExitCode);
    }

    [Fact]
    public void A_disk_that_fills_up_while_saving_loses_nothing_that_was_saved()
    {
        TinyExperiment.Write(program, epochs: 3);
        program.Succeed("fit", "tiny.yaml", "--set", "output=runs/whole");
        Stop("runs/full", afterEpoch: 1);
        var states = States("runs/full");
        Assert.NotEmpty(states);

        // No file may grow beyond 200 KiB: what a full disk does to the first write that does not fit.
        var full = program.RunLimited(200, "fit", "tiny.yaml", "--set", "output=runs/full");

        Assert.True(full.ExitCode == 1, full.All);
        Assert.True(full.Error.Contains("cannot be written", StringComparison.Ordinal), full.All);
        Assert.Equal(states, States("runs/full"));
        Assert.Empty(Directory.GetFiles(program.PathOf("runs/full/fold-0"), "*.tmp"));
        program.Succeed("fit", "tiny.yaml", "--set", "output=runs/full");
        Assert.Equal(File.ReadAllText(program.PathOf("runs/whole/evaluation.json")), File.ReadAllText(program.PathOf("runs/full/evaluation.json")));
    }

    [Fact]
    public void A_disk_that_fills_up_while_caching_is_an_error_that_says_so_and_nothing_else()
    {
        TinyExperiment.Write(program);
        program.Succeed("check", "tiny.yaml"); // makes the images

        var full = program.RunLimited(200, "fit", "tiny.yaml", "--set", "preprocessing=[{z_score: {}}]");

        Assert.True(full.ExitCode is 1 or 4, full.All);
        Assert.Contains("cache", full.Error);
        Assert.DoesNotContain("   at ", full.All);
        program.Succeed("fit", "tiny.yaml", "--set", "preprocessing=[{z_score: {}}]");
        program.Succeed("cache", "verify");
    }

    [Fact]
    public void A_run_does_not_go_on_with_other_images_under_the_same_names()
    {
        TinyExperiment.Write(program, epochs: 100_000);
        Stop("runs/tiny", afterEpoch: 1);
        var images = Directory.GetFiles(program.PathOf("cohort"), "*.dcm", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        File.Copy(images[0], images[1], overwrite: true);

        var refused = program.Run("fit", "tiny.yaml", "--max-minutes", "0.1");

        Assert.NotEqual(75, refused.ExitCode);
        Assert.Contains("not those that the run was started with", refused.Error);
    }

    /// <inheritdoc/>
    public void Dispose() => program.Dispose();

    private void Stop(string run, int afterEpoch)
    {
        using var process = program.Start("fit", "tiny.yaml", "--set", $"output={run}");
        WaitFor(() => States(run).Any(state => string.CompareOrdinal(Path.GetFileName(state), $"state-{afterEpoch + 1:000000}") > 0), process);
        Signal(process, "TERM");
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)), "did not stop");
    }

    private static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    private string[] States(string run) => Directory.Exists(program.PathOf($"{run}/fold-0"))
        ? [.. Directory.GetFiles(program.PathOf($"{run}/fold-0"), "state-*.safetensors").Order(StringComparer.Ordinal)]
        : [];

    private void WaitForNewState(string run, Process process)
    {
        var before = States(run);
        WaitFor(() => States(run).Except(before).Any(), process);
    }

    private static void WaitFor(Func<bool> condition, Process process)
    {
        for (var waited = 0; waited < 2400; waited++)
        {
            if (condition())
            {
                return;
            }

            Assert.False(process.HasExited, "ended before it was interrupted");
            Thread.Sleep(25);
        }

        Assert.Fail("nothing was saved within a minute");
    }
}
