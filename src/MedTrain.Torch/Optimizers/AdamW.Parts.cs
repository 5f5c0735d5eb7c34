namespace TorchSharp.Modules;

/// <content>Settings of a group and state of a parameter.</content>
public sealed partial class AdamW
{
    /// <summary>The settings of a group; null to take the optimizer's.</summary>
    public class Options : AdamOptions
    {
    }

    /// <summary>Parameters with settings of their own.</summary>
    public class ParamGroup : BetaParamGroup<Options>
    {
        /// <summary>An empty group.</summary>
        public ParamGroup()
        {
        }

        /// <summary>A group with settings.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        /// <summary>A group with settings.</summary>
        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(
                parameters,
                new Options
                {
                    LearningRate = lr,
                    beta1 = beta1,
                    beta2 = beta2,
                    eps = eps,
                    weight_decay = weight_decay,
                    amsgrad = amsgrad,
                    maximize = maximize,
                })
        {
        }
    }

    /// <summary>What the optimizer remembers of one parameter.</summary>
    public sealed class State : AdamState
    {
        /// <summary>The state of a parameter, before the first step.</summary>
        public State(Parameter parameter)
            : base(parameter)
        {
        }
    }
}
