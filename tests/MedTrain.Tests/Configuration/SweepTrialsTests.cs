using MedTrain.Configuration;

namespace MedTrain.Tests.Configuration;

public class SweepTrialsTests
{
    [Fact]
    public void A_grid_has_every_combination_once()
    {
        var sweep = Bind("""
            keys:
              training.optimizer.learning_rate: {values: [0.1, 0.01, 0.1]}
              model.dropout: {from: 0, to: 0.5, steps: 3}
              preprocessing.0.resize.size: {values: [[32, 32]]}
            """).Require<SweepConfig>();

        var trials = SweepTrials.Of(sweep, seed: 1);

        Assert.Equal(6, trials.Count);
        Assert.Equal(["0", "0.25", "0.5"], trials.Select(trial => trial.Settings[1].Value.ToString()).Distinct());
        Assert.Equal("[32,32]", trials[0].Settings[2].Value.ToString());
        Assert.Equal(6, trials.Select(trial => trial.Name).Distinct().Count());
    }

    [Fact]
    public void Random_draws_follow_the_seed_and_keep_their_range()
    {
        var sweep = Bind("""
            search: random
            trials: 40
            keys:
              training.optimizer.learning_rate: {from: 1e-4, to: 1e-1, scale: log}
              training.batch_size: {from: 4, to: 9, whole: true}
              model.name: {values: [a, b]}
            """).Require<SweepConfig>();

        var trials = SweepTrials.Of(sweep, seed: 1);

        var rates = trials.Select(trial => Number(trial.Settings[0].Value)).ToList();
        Assert.All(rates, rate => Assert.InRange(rate, 1e-4, 1e-1));
        Assert.InRange(rates.Count(rate => rate < 3.16e-3), 10, 30);
        Assert.Equal([4, 5, 6, 7, 8, 9], trials.Select(trial => Number(trial.Settings[1].Value)).Distinct().Order());
        Assert.Equal(trials.Select(trial => trial.Name), SweepTrials.Of(sweep, seed: 1).Select(trial => trial.Name));
        Assert.NotEqual(trials[0].Name, SweepTrials.Of(sweep, seed: 2)[0].Name);
        Assert.Equal(trials.Take(5).Select(trial => trial.Name), SweepTrials.Of(sweep with { Trials = 5 }, seed: 1).Select(trial => trial.Name));
    }

    [Theory]
    [InlineData("keys: {training.epochs: {}}", "give values: [...], or from and to")]
    [InlineData("keys: {training.epochs: {from: 1, to: 3}}", "a grid needs steps")]
    [InlineData("keys: {training.epochs: {from: 3, to: 1, steps: 2}}", "from must be less than to")]
    [InlineData("keys: {training.epochs: {from: 0, to: 1, steps: 2, scale: log}}", "a log scale begins above 0")]
    [InlineData("keys: {data.manifest: {values: [a.csv]}}", "data must be the same for all that are compared")]
    [InlineData("keys: {}", "must have at least 1 item")]
    public void A_block_that_makes_no_sense_is_refused(string text, string why) =>
        Assert.Contains(Bind(text).Problems, problem => problem.ToString().Contains(why, StringComparison.Ordinal));

    [Fact]
    public void Values_of_any_kind_survive_being_resolved_and_read_again()
    {
        var sweep = Bind("""
            keys:
              a.b: {values: [1, true, word, "0.5", null, [x, [y]], {deep: {key: 2}}]}
            """).Require<SweepConfig>();

        var text = ResolvedYaml.Write(ResolvedJson.Of(sweep));
        var again = Bind(text).Require<SweepConfig>();

        Assert.Equal(sweep.Keys["a.b"].Values, again.Keys["a.b"].Values);
        Assert.Equal("""{"deep":{"key":"2"}}""", sweep.Keys["a.b"].Values![6].Json);
    }

    private static double Number(FreeValue value) => double.Parse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture);

    private static BoundConfig Bind(string text) => new ConfigBinder(ConfigTables.All).BindText<SweepConfig>(text, "sweep.yaml", []);
}
