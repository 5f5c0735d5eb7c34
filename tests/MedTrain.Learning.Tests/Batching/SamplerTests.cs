using MedTrain.Learning.Batching;

namespace MedTrain.Learning.Tests.Batching;

public class SamplerTests
{
    /// <summary>100 cases of 10 patients: patient 0 has 55 cases, the others 5 each; every tenth case has label b, the others a.</summary>
    private static readonly LabelledCase[] Cases =
    [
        .. Enumerable.Range(0, 100).Select(index => new LabelledCase(
            index, $"case {index}", index % 10 == 0 ? [0, 1] : [1, 0], $"patient {Math.Max(0, (index - 50) / 5)}")),
    ];

    public static TheoryData<string> Names => [.. SamplerTable.Samplers.Select(row => row.Name)];

    [Fact]
    public void Every_sampler_in_the_assembly_is_in_the_table()
    {
        var types = typeof(Sampler).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Sampler)) && !type.IsAbstract).ToList();

        Assert.Equal(5, types.Count);
        Assert.Equal(types.OrderBy(type => type.Name), SamplerTable.Samplers.Select(row => row.Type).OrderBy(type => type.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_epoch_can_be_drawn_again_and_has_as_many_draws_as_cases(string name)
    {
        var sampler = Make(name);

        Assert.Equal(100, sampler.Draw(Cases, 3, 1).Length);
        Assert.Equal(sampler.Draw(Cases, 3, 1), Make(name).Draw(Cases, 3, 1));
        Assert.Equal(name == "sequential", sampler.Draw(Cases, 3, 1).SequenceEqual(sampler.Draw(Cases, 3, 2)));
    }

    [Theory]
    [InlineData("shuffled")]
    [InlineData("sequential")]
    public void Plain_samplers_draw_every_case_once(string name)
    {
        Assert.Equal(Enumerable.Range(0, 100), Make(name).Draw(Cases, 3, 1).Order());
    }

    [Fact]
    public void Classes_are_balanced_and_no_case_comes_again_before_its_class_is_through()
    {
        var order = new ClassBalancedSampler().Draw(Cases, 3, 1);

        Assert.Equal(50, order.Count(position => Cases[position].Labels[1] == 1));
        Assert.Equal([5], order.Where(position => Cases[position].Labels[1] == 1).GroupBy(position => position).Select(group => group.Count()).Distinct());
        Assert.Equal(50, order.Where(position => Cases[position].Labels[0] == 1).Distinct().Count());
    }

    [Fact]
    public void A_case_with_several_labels_counts_for_the_rarest()
    {
        LabelledCase[] cases = [new(0, "0", [1, 1]), new(1, "1", [1, 0]), new(2, "2", [1, 0]), new(3, "3", [0, 0])];

        var counts = new ClassBalancedSampler().Draw([.. cases, .. cases, .. cases], 1, 1).GroupBy(position => position % 4).ToDictionary(g => g.Key, g => g.Count());

        Assert.Equal([4, 4, 4], [counts[0], counts[1] + counts[2], counts[3]]);
    }

    [Fact]
    public void Patients_are_balanced()
    {
        var counts = new PatientBalancedSampler().Draw(Cases, 3, 1).GroupBy(position => Cases[position].PatientId).Select(group => group.Count());

        Assert.Equal(Enumerable.Repeat(10, 10), counts);
    }

    [Fact]
    public void Weights_are_by_label()
    {
        var draws = Enumerable.Range(1, 100).SelectMany(epoch => Make("weighted").Draw(Cases, 3, epoch)).ToList();

        // 10 cases of weight 9 and 90 of weight 1: half of the draws, give or take five standard errors.
        Assert.InRange(draws.Count(position => Cases[position].Labels[1] == 1) / 10_000.0, 0.475, 0.525);
        Assert.Equal(["c"], new BatchingConfig { Sampler = new WeightedSampler { Weights = new Dictionary<string, double> { ["c"] = 1 } } }.UnknownLabels(["a", "b"]));
    }

    [Fact]
    public void A_case_that_is_drawn_twice_is_augmented_twice()
    {
        var source = new SampleSource([1, 8, 8], (index, target) => target.Fill(index));
        LabelledCase[] cases = [.. Cases.Take(11)];
        var loader = new BatchLoader(source, cases, 11, [new RandomAffine(), new RandomSpike(), new RandomCutout { Fill = 9 }], 1, new BatchingConfig { Sampler = new ClassBalancedSampler() });

        using var batch = loader.Shuffled(1).Single();

        var rare = Enumerable.Range(0, 11).Where(i => batch.Cases[i].Index == 10).Select(i => string.Join(' ', batch.Sample(i).ToArray())).ToList();
        Assert.True(rare.Count > 1);
        Assert.Equal(rare.Count, rare.Distinct().Count());
    }

    private static Sampler Make(string name) => name == "weighted"
        ? new BatchingConfig { Sampler = new WeightedSampler { Weights = new Dictionary<string, double> { ["b"] = 9 } } }.For(["a", "b"]).Sampler
        : (Sampler)Activator.CreateInstance(SamplerTable.Samplers.Single(row => row.Name == name).Type)!;
}
