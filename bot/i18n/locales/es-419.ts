/** Spanish of Latin America: that of Spain, with what is said differently. */
import type { Catalogue } from '../i18n.ts';
import { esES } from './es-ES.ts';

export const es419: Catalogue = {
  ...esES,
  'command.settings.name': 'configuración',
  'error.buttonOutdated': 'Este botón está desactualizado;',
  'error.menuOutdated': 'Este menú está desactualizado;',
  'error.needsManageServer': 'Solo quienes administran este servidor pueden cambiar esto.',
  'answer.emphasis': 'negrita agregada',
};
