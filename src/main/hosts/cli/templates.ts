import type { AssessedTemplate } from '#shared/contract/nodes/templates.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/**
 * Finds a template by its id, its name, or a unique part of its name, ignoring case and punctuation.
 * @throws FarmerError NOT_FOUND if none matches, INVALID_INPUT if several do
 */
export function findTemplate(templates: readonly AssessedTemplate[], name: string): AssessedTemplate {
  const wanted = plain(name);
  const isExact = (template: AssessedTemplate) => [template.id, template.name].some((own) => plain(own) === wanted);
  const exact = templates.find(isExact);
  const partial = wanted === '' ? [] : templates.filter((template) => plain(template.name).includes(wanted));
  const [found, other] = partial;
  if (exact === undefined && other !== undefined) {
    throw new FarmerError('INVALID_INPUT', message('cli:core.templateAmbiguous', { name: name.slice(0, 60) }), {
      hint: message('cli:core.templatesMeant', { names: partial.map(({ id }) => id).join(', ') }),
    });
  }
  const template = exact ?? found;
  if (template === undefined) {
    throw new FarmerError('NOT_FOUND', message('cli:core.templateUnknown', { name: name.slice(0, 60) }), {
      hint: message('cli:core.templatesListed'),
    });
  }
  return template;
}
