using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Optimizers;

/// <summary>The step in one pass follows the formula, whatever the memory order and the number of threads.</summary>
[Collection(DefaultGenerator.Name)]
public class OnePassSteps
{
    public static TheoryData<string, long[], bool> AdamCases => new()
    {
        { "adam", [7], false },
        { "adam", [3, 50_000], false },
        { "adamw", [1], false },
        { "adamw", [64, 3, 7, 7], true },
        { "adamw", [40, 33, 1, 1], true },
        { "adamw", [9, 4, 3, 3, 3], false },
    };

    public static TheoryData<double, double, bool, long[], bool> SgdCases => new()
    {
        { 0, 0, false, [7], false },
        { 0.9, 0, false, [3, 50_000], false },
        { 0.9, 0.3, false, [1], false },
        { 0.9, 0, true, [64, 3, 7, 7], true },
        { 0, 0, false, [40, 33, 1, 1], true },
    };

    [Theory]
    [MemberData(nameof(AdamCases))]
    public void Adam_follows_the_formula(string name, long[] shape, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        foreach (var (type, tolerance) in new[] { (float64, 1e-13), (float32, 1e-6) })
        {
            manual_seed(3);
            var start = randn(shape, float64);
            var given = start.clone().to(type);
            var weights = nn.Parameter(channelsLast ? ChannelsLast(given) : given);
            using var optimizer = Make(name, weights);
            var (expected, mean, square) = (start, zeros_like(start), zeros_like(start));
            for (var step = 1; step <= 3; step++)
            {
                var gradient = randn(shape, float64);
                weights.grad = channelsLast ? ChannelsLast(gradient.clone().to(type)) : gradient.clone().to(type);
                optimizer.step();
                gradient = name == "adam" ? gradient + (0.1 * expected) : gradient;
                expected = name == "adamw" ? expected * (1 - (0.01 * 0.1)) : expected;
                mean = (mean * 0.9) + (gradient * 0.1);
                square = (square * 0.99) + (gradient * gradient * 0.01);
                expected -= 0.01 / (1 - Math.Pow(0.9, step)) * mean / ((square / (1 - Math.Pow(0.99, step))).sqrt() + 1e-6);
            }

            var difference = (weights.to(float64) - expected).abs().max().item<double>();
            Assert.True(difference <= tolerance * expected.abs().max().item<double>(), $"{type}: {difference}");
        }
    }

    [Theory]
    [MemberData(nameof(SgdCases))]
    public void Sgd_follows_the_formula(double momentum, double dampening, bool nesterov, long[] shape, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        foreach (var (type, tolerance) in new[] { (float64, 1e-14), (float32, 1e-6) })
        {
            manual_seed(3);
            var expected = randn(shape, float64);
            var given = expected.clone().to(type);
            var weights = nn.Parameter(channelsLast ? ChannelsLast(given) : given);
            using var optimizer = optim.SGD([weights], 0.01, momentum, dampening, 0.1, nesterov);
            Tensor? buffer = null;
            for (var step = 1; step <= 4; step++)
            {
                var gradient = randn(shape, float64);
                weights.grad = channelsLast ? ChannelsLast(gradient.clone().to(type)) : gradient.clone().to(type);
                optimizer.step();
                gradient += 0.1 * expected;
                buffer = buffer is null ? gradient : (momentum * buffer) + ((1 - dampening) * gradient);
                expected -= 0.01 * (nesterov ? gradient + (momentum * buffer) : momentum == 0 ? gradient : buffer);
            }

            var difference = (weights.to(float64) - expected).abs().max().item<double>();
            Assert.True(difference <= tolerance * expected.abs().max().item<double>(), $"{type}: {difference}");
        }
    }

    [Theory]
    [InlineData("adamw")]
    [InlineData("sgd")]
    public void The_bits_do_not_depend_on_the_number_of_threads_or_where_a_number_stands(string name)
    {
        using var scope = NewDisposeScope();
        var threads = get_num_threads();
        var values = new List<float[]>();
        try
        {
            foreach (var (count, length) in new[] { (1, 100_003), (2, 100_003), (2, 100_000) })
            {
                set_num_threads(count);
                manual_seed(5);
                var numbers = randn(2, 100_003);
                var weights = nn.Parameter(numbers[0].narrow(0, 0, length).clone());
                using var optimizer = Make(name, weights);
                weights.grad = numbers[1].narrow(0, 0, length).clone();
                optimizer.step();
                optimizer.step();
                values.Add([.. weights.data<float>()]);
            }
        }
        finally
        {
            set_num_threads(threads);
        }

        Assert.Equal(values[0], values[1]);
        Assert.Equal(values[0][..100_000], values[2]);
    }

    [Theory]
    [InlineData("adamw")]
    [InlineData("sgd")]
    public void A_gradient_in_another_order_of_memory_is_followed_too(string name)
    {
        using var scope = NewDisposeScope();
        var start = randn(8, 5, 3, 3);
        var gradient = randn(8, 5, 3, 3);
        var (plain, other) = (nn.Parameter(start.clone()), nn.Parameter(start.clone()));
        using var first = Make(name, plain);
        using var second = Make(name, other);
        plain.grad = gradient.clone();
        other.grad = ChannelsLast(gradient);

        for (var step = 0; step < 3; step++)
        {
            first.step();
            second.step();
        }

        Assert.True(plain.allclose(other, 1e-6, 1e-7));
        Assert.False(plain.equal(start).all().item<bool>());
    }

    [Fact]
    public void Weights_of_several_types_are_followed_too()
    {
        using var scope = NewDisposeScope();
        var start = randn(40);
        var gradient = randn(40);
        var (plain, other, half) = (nn.Parameter(start.clone()), nn.Parameter(start.clone()), nn.Parameter(start.to(bfloat16)));
        using var first = optim.SGD([plain], 0.1, 0.9);
        using var second = optim.SGD([other, half], 0.1, 0.9);
        (plain.grad, other.grad, half.grad) = (gradient.clone(), gradient.clone(), gradient.to(bfloat16));
        for (var step = 0; step < 3; step++)
        {
            first.step();
            second.step();
        }

        Assert.True(plain.allclose(other, 1e-6, 1e-7));
        Assert.True(plain.allclose(half.to(float32), 0.05, 0.05));
        Assert.False(plain.allclose(start, 0.05, 0.05));
    }

    [Fact]
    public void A_gradient_through_weights_that_have_changed_since_is_refused()
    {
        using var scope = NewDisposeScope();
        var weights = nn.Parameter(randn(5));
        using var optimizer = optim.SGD([weights], 0.1);
        weights.grad = randn(5);
        var loss = (weights * weights).sum();
        optimizer.step();
        var error = Assert.ThrowsAny<Exception>(() => loss.backward());
        Assert.Contains("inplace", error.Message, StringComparison.Ordinal);
    }

    private static Tensor ChannelsLast(Tensor tensor) => tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    private static optim.Optimizer Make(string name, TorchSharp.Modules.Parameter weights) => name switch
    {
        "adam" => optim.Adam([weights], 0.01, 0.9, 0.99, 1e-6, weight_decay: 0.1),
        "sgd" => optim.SGD([weights], 0.1, 0.9, weight_decay: 0.01),
        _ => optim.AdamW([weights], 0.01, 0.9, 0.99, 1e-6, weight_decay: 0.1),
    };
}
