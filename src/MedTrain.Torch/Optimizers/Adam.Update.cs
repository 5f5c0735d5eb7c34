using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <content>The step.</content>
public sealed partial class Adam
{
    private static void Update(Options options, (Parameter Parameter, Tensor Gradient, State State)[] ready)
    {
        foreach (var entries in ready.GroupBy(entry => ++entry.State.step))
        {
            Update(options, entries.Key, [.. entries]);
        }
    }

    private static void Update(Options options, long step, (Parameter Parameter, Tensor Gradient, State State)[] entries)
    {
        var parameters = Foreach.Of(entries, entry => entry.Parameter);
        var gradients = Foreach.Of(entries, entry => entry.Gradient);
        if (options.maximize == true)
        {
            gradients = Foreach.Negatives(gradients);
        }

        if (options.weight_decay != 0)
        {
            gradients = Foreach.PlusScaled(gradients, parameters, options.weight_decay!.Value);
        }

        var adam = new AdamStep(options.LearningRate!.Value, options.beta1!.Value, options.beta2!.Value, options.eps!.Value);
        var means = Foreach.Of(entries, entry => entry.State.exp_avg);
        var squares = Foreach.Of(entries, entry => entry.State.exp_avg_sq);
        var largest = options.amsgrad == true ? Foreach.Of(entries, entry => entry.State.max_exp_avg_sq) : null;
        adam.Run(step, parameters, gradients, means, squares, largest);
    }
}
