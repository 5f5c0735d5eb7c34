using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Torch.Tests.Errors;

public class Messages
{
    public static TheoryData<string, Action, string[]> Mistakes => new()
    {
        { "matmul", () => ones(2, 3).matmul(ones(4, 5)), ["matmul", "float32 [2, 3]", "float32 [4, 5]"] },
        { "mm of other types", () => ones(2, 2).mm(ones(2, 2, float64)), ["mm", "float32 [2, 2]", "float64 [2, 2]"] },
        { "conv2d", () => Conv2d(3, 4, 3)
        .call(ones(1, 2, 8, 8)), ["conv2d", "input: float32 [1, 2, 8, 8]", "weight: float32 [4, 3, 3, 3]"] },
        { "a kernel larger than the image", () => Conv2d(3, 4, 9).call(ones(1, 3, 5, 5)), ["conv2d", "[1, 3, 5, 5]"] },
        { "cat", () => cat([ones(2, 3), ones(2, 4)]), ["cat", "[float32 [2, 3], float32 [2, 4]]", "dim: 0"] },
        { "stack", () => stack([ones(2), ones(3)]), ["stack", "float32 [2]", "float32 [3]"] },
        { "reshape", () => ones(6).reshape(4, 2), ["reshape", "float32 [6]", "[4, 2]"] },
        { "broadcasting", () => _ = ones(2, 3) + ones(4), ["add.Tensor", "[2, 3]", "[4]"] },
        { "cross entropy", () => functional.cross_entropy(ones(2, 3), ones(3, int64)), ["cross_entropy_loss", "[2, 3]", "int64 [3]"] },
        { "a class out of range", () => functional.cross_entropy(ones(2, 3), tensor(new long[] { 0, 3 })), ["cross_entropy_loss"] },
        { "linear", () => Linear(3, 2).call(ones(4, 5)), ["linear", "[4, 5]", "[2, 3]"] },
        { "an embedding out of range", () => Embedding(3, 2).call(tensor(new long[] { 7 })), ["embedding", "index out of range"] },
        { "dropout", () => functional.dropout(ones(2), 1.5), ["dropout", "1.5"] },
        { "a negative size", () => zeros(-1), ["zeros", "-1"] },
        { "too large for any memory", () => zeros(1L << 50), ["zeros"] },
        { "in place on a leaf", () => ones(2, requires_grad: true).add_(1), ["add_.Scalar", "leaf"] },
        { "backward without graph", () => ones(1).backward(), ["grad"] },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_answered_with_operator_and_arguments(string what, Action mistake, string[] expected)
    {
        using var scope = NewDisposeScope();
        Assert.NotEmpty(what);
        var problem = Assert.ThrowsAny<ExternalException>(mistake);
        Assert.IsType<TorchException>(problem);
        Assert.All(expected, part => Assert.Contains(part, problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_disposed_tensor_says_so()
    {
        var gone = ones(2);
        gone.Dispose();
        Assert.Contains("disposed", Assert.Throws<ObjectDisposedException>(() => gone + 1).Message, StringComparison.Ordinal);
        using var alive = ones(2);
        Assert.Throws<ObjectDisposedException>(() => alive + gone);
        Assert.Throws<ObjectDisposedException>(() => cat([alive, gone]));
        Assert.Throws<ObjectDisposedException>(() => gone.shape);
        Assert.Throws<ObjectDisposedException>(gone.backward);
        Assert.Equal("[disposed]", gone.ToString());
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        using var scope = NewDisposeScope();
        var problem = Assert.Throws<ArgumentNullException>(() => ones(2).matmul(null!));
        Assert.Equal("other", problem.ParamName);
        Assert.Contains("aten::matmul", problem.Message, StringComparison.Ordinal);
        Assert.Contains("[1]", Assert.Throws<ArgumentNullException>(() => cat([ones(1), null!])).ParamName, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => Sequential(ReLU(), null!));
    }

    [Fact]
    public void Layers_refuse_settings_that_cannot_work()
    {
        Assert.Contains("groups", Assert.Throws<ArgumentException>(() => Conv2d(3, 4, 3, groups: 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Conv2d(3, 4, 3, groups: 0));
        Assert.Throws<ArgumentException>(() => Conv2d(3, 4, 3, stride: 0));
        Assert.Throws<ArgumentException>(() => Conv2d(3, 4, 3, TorchSharp.Padding.Same, stride: 2));
        Assert.Throws<ArgumentException>(() => GroupNorm(3, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => BatchNorm2d(0));
        using var scope = NewDisposeScope();
        Assert.Contains(
            "4 dimensions", Assert.Throws<ArgumentException>(() => BatchNorm2d(3).call(ones(3, 3))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "more than one value", Assert.Throws<ArgumentException>(() => BatchNorm1d(3).call(ones(1, 3))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Linear(2, 2).to(int64));
    }

    [Fact]
    public void Reading_memory_that_is_not_there_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<InvalidOperationException>(() => empty(2, device: META).data<float>());
        Assert.Throws<InvalidOperationException>(() => ones(2, 2).t().bytes.Length);
        Assert.Throws<ArgumentException>(() => ones(2).item<float>());
        Assert.Throws<ArgumentException>(() => ones(1).item<double>());
        Assert.Throws<ArgumentException>(() => ones(2).bytes = new byte[3]);
    }
}
