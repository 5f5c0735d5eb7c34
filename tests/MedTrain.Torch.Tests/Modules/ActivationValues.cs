using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Torch.Tests.Modules;

public class ActivationValues
{
    private static readonly Dictionary<string, Func<Module<Tensor, Tensor>>> Layers = new()
    {
        ["sigmoid"] = Sigmoid,
        ["tanh"] = () => Tanh(),
        ["relu"] = () => ReLU(),
        ["leaky_relu_0.01"] = () => LeakyReLU(),
        ["prelu_0.25"] = () => PReLU(1, dtype: float64),
        ["elu_1"] = () => ELU(),
        ["softplus"] = () => Softplus(),
        ["swish"] = SiLU,
        ["gelu_erf"] = GELU,
        ["relu6"] = () => ReLU6(),
        ["hardswish"] = () => Hardswish(),
        ["hardsigmoid"] = () => Hardsigmoid(),
        ["mish"] = Mish,
        ["linear"] = Identity,
        ["selu"] = () => SELU(),
        ["celu_1.5"] = () => CELU(1.5),
        ["softsign"] = () => Softsign(),
        ["tanhshrink"] = () => Tanhshrink(),
        ["hardshrink_0.5"] = () => Hardshrink(),
        ["softshrink_0.5"] = () => Softshrink(),
        ["hardtanh"] = () => Hardtanh(),
        ["logsigmoid"] = LogSigmoid,
        ["threshold_0.7_-2"] = () => Threshold(0.7, -2),
    };

    // What is no layer of TorchSharp's.
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new()
    {
        ["arctan"] = x => x.atan(),
        ["gelu_tanh"] = x => 0.5 * x * (1 + (Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x.pow(3)))).tanh()),
    };

    // Corners of functions, with the derivatives on their left and right: libtorchs differ in which of the two they give.
    private static readonly Dictionary<string, (double At, double Left, double Right)[]> Corners = new()
    {
        ["hardswish"] = [(-3, 0, -0.5), (3, 1.5, 1)],
    };

    public static TheoryData<string> Known => Golden.Names("activations", "dy_dx");

    [Theory]
    [MemberData(nameof(Known))]
    public void Values_and_derivatives_equal_PyTorchs(string name)
    {
        using var scope = NewDisposeScope();
        var section = Golden.Section("activations");
        var x = Golden.Numbers(section["x"]).requires_grad_();
        var y = Functions.TryGetValue(name, out var function) ? function(x) : Layers[name]().call(x);
        y.sum().backward();
        Golden.Equal(section[name]!["y"], y);
        var derivative = x.grad!;
        foreach (var (at, left, right) in Corners.GetValueOrDefault(name, []))
        {
            var found = derivative[x == at];
            Assert.True(((found - left).abs().minimum((found - right).abs()) < 1e-12).all().item<bool>(), $"{found} at {at}");
            derivative = where(x == at, Golden.Numbers(section[name]!["dy_dx"]), derivative);
        }

        Golden.Equal(section[name]!["dy_dx"], derivative);
    }

    [Fact]
    public void In_place_forms_give_the_same_values_and_overwrite_the_input()
    {
        using var scope = NewDisposeScope();
        (Func<Module<Tensor, Tensor>> Plain, Func<Module<Tensor, Tensor>> Overwriting)[] pairs =
        [
            (() => ReLU(), () => ReLU(true)), (() => LeakyReLU(), () => LeakyReLU(inplace: true)), (() => ELU(), () => ELU(inplace: true)),
            (SiLU, () => SiLU(true)), (() => Hardswish(), () => Hardswish(true)), (GELU, () => GELU(true)), (Sigmoid, () => Sigmoid(true)),
            (() => ReLU6(), () => ReLU6(true)), (() => SELU(), () => SELU(true)), (Mish, () => Mish(true)),
            (() => Hardtanh(), () => Hardtanh(inplace: true)),
        ];
        foreach (var (plain, overwriting) in pairs)
        {
            var x = linspace(-4, 4, 33);
            var expected = plain().call(x);
            var result = overwriting().call(x);
            Assert.True(expected.allclose(x), $"{overwriting()} did not overwrite its input");
            Assert.True(expected.allclose(result));
        }
    }

    [Fact]
    public void Softmax_sums_to_one_and_its_logarithm_agrees()
    {
        using var scope = NewDisposeScope();
        var record = Golden.Section("activations")["softmax"]!;
        Golden.Equal(record["y"], Softmax(0).call(Golden.Numbers(record["x"])));
        Golden.Equal(record["log_y"], LogSoftmax(0).call(Golden.Numbers(record["x"])));
        var x = tensor(new[] { 1000.0, 1001.0, 999.0, -1000.0 }).reshape(1, 4);
        var y = Softmax(1).call(x);
        Assert.Equal(1, y.sum().item<double>(), 12);
        Assert.True(LogSoftmax(1).call(x).exp().allclose(y));
        Assert.True(Softmin(1).call(-x).allclose(y));
    }
}
